-- A rule for Orthanc: when nothing of a study has arrived for StableAge seconds, its MR series are sent to spinestream by STOW-RS.
-- Reports and key images of spinestream are no MR series, so that they are not sent back to it when they arrive.
-- spinestream itself waits once more (--quiet), and takes an instance that it has for the same instance: sending twice changes nothing.

function OnStableStudy(studyId, tags, metadata)
  local series = ParseJson(RestApiGet('/studies/' .. studyId .. '/series'))
  local resources = {}
  for _, one in pairs(series) do
    if one['MainDicomTags']['Modality'] == 'MR' then
      table.insert(resources, one['ID'])
    end
  end
  if #resources > 0 then
    RestApiPost('/dicom-web/servers/spinestream/stow', DumpJson({ Resources = resources, Synchronous = false }))
  end
end
