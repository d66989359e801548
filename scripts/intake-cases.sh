#!/usr/bin/env bash
# Grades re-encodings of a phantom that were made by encoders of other projects (pydicom, imagecodecs, pyjpegls): of each kind a few, so that it
# takes less than two minutes. `all` grades all of them, on both studies of their README. The project's own suite is test/intake.
set -euo pipefail
cd "$(dirname "$0")/.."
cases=${SPINESTREAM_INTAKE_CASES:-../shared/cases/intake}

names=(random_number_names no_instance_number flat_folder disc_with_dicomdir)
geometry=(no_spacing_between_slices axial_transposed sagittal_mirrored steep_lowest_block axial_slice_missing
  two_images_at_one_position)
pixels=(deflated jpeg_lossless_57 jpegls_80 j2k_90 htj2k_202 jpeg_extended_51 frames_in_fragments extended_offset_table
  signed_12 overlay_in_high_bits monochrome1 rescale_by_slice padding_value_used truncated_slices)
series=(prior_study_beside two_patients_in_one_folder other_frame_of_reference_beside series_over_two_folders
  copies_beside copies_that_differ cervical_block_first dixon_fat_first diffusion_first dual_echo_in_series
  swapped_descriptions noise_instead_of_spine raw_data_in_series)
enhanced=(enhanced_nothing_shared enhanced_axial_stacks enhanced_in_fragments enhanced_legacy_converted)
headers=(ov_sv_uv_elements icon_of_undefined_length no_preamble decimal_commas)
chosen=("${names[@]}" "${geometry[@]}" "${pixels[@]}" "${series[@]}" "${enhanced[@]}" "${headers[@]}")

if [ ! -d "$cases" ]; then
  echo "skipped: the intake cases are not here (SPINESTREAM_INTAKE_CASES)"
  exit 0
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python3 -m venv "$work/venv"
python="$work/venv/bin/python"
"$python" -m pip install --quiet --disable-pip-version-check -r "$cases/requirements.txt"
node dist/cli/main.js phantom --studies 2 --out "$work/phantoms" --seed 9001 > "$work/phantoms.log"

# The cases of one study, all where no names follow.
run() {
  local study=$1
  shift
  printf 'study %s\n' "$study"
  "$python" "$cases/make_cases.py" "$work/phantoms/train_images/$study" "$work/$study" ${1:+--only "$@"}
  sh "$cases/run_cases.sh" dist/cli/main.js weights/nano "$work/$study" "$@"
}
failed=0
if [ "${1:-}" = all ]; then
  for study in 2393575974 3133837582; do run "$study" || failed=1; done
else
  run 2393575974 "${chosen[@]}" || failed=1
fi
exit "$failed"
