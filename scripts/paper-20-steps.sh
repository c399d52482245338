#!/usr/bin/env bash
# All three stages of the paper for 20 steps at its size, on the five pictures of ../shared/data/nyuv2: does it run, how long does a
# step take and how much memory (the last columns)? Usage: scripts/paper-20-steps.sh FOLDER   (goes on where it was interrupted)
set -euo pipefail
cd "$(dirname "$0")/.."
out=${1:?name a folder for the runs}
data=../shared/data/nyuv2
mkdir -p "$out"
./clearer synthesize nyuv2 --labeled "$data/nyu_depth_v2_labeled_5.mat" --splits "$data/splits.mat" --output "$out/NYU5"
for stage in 1 2 3; do
  run=$out/stage$stage
  if [ -f "$run/model.safetensors" ]; then
    continue
  elif [ -f "$run/config.yml" ]; then
    ./clearer train --resume "$run"
    continue
  fi
  earlier=()
  if [ "$stage" = 3 ]; then
    earlier=(--set "stage.estimator=$out/stage1" --set "stage.restorer=$out/stage2")
  fi
  ./clearer train "configs/nyuv2-stage$stage.yml" --run "$run" --set "data.folder=$out/NYU5" --set training.steps=20 \
    --set output.reportEvery=1 --set output.saveEvery=5 --set output.validationPictures=1 "${earlier[@]}"
done
tail -n 3 "$out"/stage*/log.csv
