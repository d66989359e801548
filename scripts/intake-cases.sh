#!/usr/bin/env bash
# Grades re-encodings of a phantom that were made by encoders of other projects (pydicom, imagecodecs, pyjpegls): of each kind a few, so that it
# takes less than two minutes. `all` grades all of them, on both studies of their README. The project's own suite is test/intake.
set -euo pipefail
cd "$(dirname "$0")/.."
cases=${SPINESTREAM_INTAKE_CASES:-../shared/cases/intake}

names=(random_number_names no_instance_number interleaved_instance_numbers flat_folder disc_with_dicomdir hidden_files_beside)
geometry=(no_spacing_between_slices wrong_spacing_between_slices axial_rotated axial_transposed sagittal_mirrored
  steep_lowest_block axial_slice_missing two_images_at_one_position)
pixels=(explicit_big_endian deflated rle jpeg_lossless_57 jpegls_80 j2k_90 htj2k_202 jpeg_extended_51 jpeg_baseline_50
  frames_in_fragments extended_offset_table signed_12 overlay_in_high_bits left_aligned_bits monochrome1 rescale_by_slice
  bytes_behind_pixels padding_value_used palette_colour truncated_slices)
series=(prior_study_beside two_patients_in_one_folder other_frame_of_reference_beside series_over_two_folders
  series_uid_by_slice axial_series_by_block copies_beside copies_that_differ cervical_block_first dixon_fat_first
  diffusion_first gradient_echo_first dual_echo_in_series swapped_descriptions pixels_upside_down noise_instead_of_spine
  raw_data_in_series presentation_state_in_series)
enhanced=(enhanced_nothing_shared enhanced_frames_scrambled enhanced_axial_stacks enhanced_in_fragments
  enhanced_legacy_converted)
headers=(ov_sv_uv_elements icon_of_undefined_length unknown_sequence no_preamble descriptions_in_gb18030 decimal_commas)
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
if [ "${1:-}" = all ]; then
  run 2393575974 && run 3133837582
else
  run 2393575974 "${chosen[@]}"
fi
