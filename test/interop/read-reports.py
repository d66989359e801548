"""Reads structured reports with highdicom and writes what it finds in each as one JSON line."""

import gc
import json
import sys

import highdicom as hd
from highdicom.sr import CodedConcept
from highdicom.sr.enum import ValueTypeValues
from highdicom.sr.utils import find_content_items
from pydicom.sr.codedict import codes

OWN = "99SPINESTREAM"
PROBABILITIES = [
    CodedConcept(value, OWN, meaning)
    for value, meaning in [
        ("P_NORMAL_MILD", "Probability of normal or mild stenosis"),
        ("P_MODERATE", "Probability of moderate stenosis"),
        ("P_SEVERE", "Probability of severe stenosis"),
    ]
]
KEYPOINT = CodedConcept("KEYPOINT", OWN, "Keypoint in the patient")


def measured(measurements, name):
    found = [measurement for measurement in measurements if measurement.name == name]
    if not found:
        return None
    (measurement,) = found
    assert measurement.unit == codes.UCUM.NoUnits, measurement.unit
    return measurement[0].MeasuredValueSequence[0].FloatingPointValue


def site_of(group):
    (site,) = group.finding_sites
    return {
        "site": site.value.value,
        "side": site.laterality.value if site.laterality else None,
        "level": site.topographical_modifier.value,
    }


def point_of(group):
    region = getattr(group, "roi", None)
    if region is None:
        return None
    assert region.GraphicType == "POINT"
    (selected,) = region.ContentSequence
    return {
        "point": [float(value) for value in region.GraphicData],
        "instance": selected.referenced_sop_instance_uid,
        "frames": selected.referenced_frame_numbers,
    }


def millimetres_of(group):
    found = find_content_items(group[0], name=KEYPOINT, value_type=ValueTypeValues.SCOORD3D)
    if not found:
        return None
    return {
        "point": [float(value) for value in found[0].GraphicData],
        "frameOfReference": found[0].ReferencedFrameOfReferenceUID,
    }


def evaluations_of(group):
    return [
        [evaluation.name.value, evaluation.value.value]
        for evaluation in group.get_qualitative_evaluations()
    ]


def group_of(group):
    measurements = group.get_measurements()
    return {
        "location": group.tracking_identifier,
        "uid": group.tracking_uid,
        "finding": group.finding_type.value,
        **site_of(group),
        "probabilities": [measured(measurements, name) for name in PROBABILITIES],
        "region": point_of(group),
        "millimetres": millimetres_of(group),
        "evaluations": evaluations_of(group),
    }


def report_of(path):
    document = hd.sr.srread(path)
    report = document.content
    (context,) = report.get_observer_contexts()
    device = context.observer_identifying_attributes
    groups = report.get_planar_roi_measurement_groups() + report.get_image_measurement_groups()
    return {
        "title": report[0].name.value,
        "patientName": str(document.PatientName),
        "studyUid": document.StudyInstanceUID,
        "device": device.model_name,
        "groups": [group_of(group) for group in groups],
    }


gc.disable()  # highdicom copies thousands of small objects, and the process ends soon
for line in sys.stdin:
    print(json.dumps(report_of(json.loads(line))), flush=True)
