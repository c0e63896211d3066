# shellcheck shell=bash disable=SC2154
# Sourced by run.sh, which sets what is not set here: what is run, the figures that matter most first, since time on a GPU may end early.

readonly batches=(1 8 32 128 256)

all_steps() {
  step environment 120 environment
  check cuda float32
  check cuda float16
  checks_on_tensorrt dense ppt-r50-t0.0003 tome-r13 evit-fuse-0.7
  model_bench tensorrt deit-small 128
  torch_baseline 128
  pipeline tensorrt
  load tensorrt
  model_bench cuda deit-small 128
  pipeline cuda
  local architecture batch
  for batch in "${batches[@]}"; do
    torch_baseline "$batch"
  done
  step torch-deit-small-128-tuned 500 torch --arch deit-small --batch 128 --variant compile-tuned
  for architecture in deit-small deit-tiny deit-base; do
    for batch in "${batches[@]}"; do
      model_bench tensorrt "$architecture" "$batch"
    done
  done
  for architecture in deit-small deit-tiny deit-base; do
    for batch in "${batches[@]}"; do
      model_bench cuda "$architecture" "$batch"
    done
  done
  local cases
  mapfile -t cases < <(all_cases)
  checks_on_tensorrt "${cases[@]}"
}

# What a figure is worth nothing without; and whether all libraries find what they are linked to.
environment() {
  {
    date -u
    uname -srm
    nproc
    "$java" -version
    if command -v nvidia-smi; then nvidia-smi; fi
  } >&2
  ! LD_LIBRARY_PATH=$(library_path) ldd "$directory"/lib/*.so* 2>/dev/null | grep 'not found' >&2
}

# check PROVIDER PRECISION [CASE]
check() {
  step "check-$1-$2${3:+-$3}" 300 exact model check "$directory/reference${3:+/$3.safetensors}" --provider "$1" \
    --device "$device" --precision "$2" --json
}

# Each by itself: every case is a model that an engine has to be built for.
checks_on_tensorrt() {
  local name
  for name in "$@"; do
    check tensorrt float32 "$name"
    check tensorrt float16 "$name"
  done
}

all_cases() {
  local file
  for file in "$directory"/reference/*.safetensors; do
    file=$(basename "$file" .safetensors)
    case $file in
      weights-* | input-* | '*') ;;
      *) echo "$file" ;;
    esac
  done
}

# model_bench PROVIDER ARCHITECTURE BATCH. Two threads: one copies while the other's batch is computed. Dense FLOAT32 comes
# along: the bench compares with it.
model_bench() {
  step "bench-$1-$2-$3" 500 sluice model bench --arch "$2" --reducer none --reducer ppt:r=50 --precision float16 --batch "$3" \
    --threads 2 --repeat 5 --duration 1s --provider "$1" --device "$device" --json
}

# torch_baseline BATCH
torch_baseline() {
  step "torch-deit-small-$1" 300 torch --arch deit-small --batch "$1"
}

torch() {
  local where=cuda:$device
  if [[ -n $dry ]]; then where=cpu; fi
  "$python" "$here/gpu/torch_baseline.py" --device "$where" "$@"
}

# Frames that lie ready as JPEG files to labels, beside the bare engine in the same run.
pipeline() {
  step "pipeline-$1" 400 sluice bench pipeline --arch deit-small --precision float16 --duration 4s \
    --repeat 3 --provider "$1" --device "$device" --json
}

load() {
  local model=() file reducer=ppt:r=20 # of the demo's model, which has 145 tokens
  for file in "$directory"/model/*; do
    if [[ -n $dry ]]; then break; fi # the model that comes along is the tiny one
    case $file in
      */class-names.txt) model+=(--class-names "$file") ;;
      */'*') ;;
      *) model+=(--weights "$file") && reducer=ppt:r=50 ;;
    esac
  done
  if [[ -d $directory/images && -z $dry ]]; then model+=(--images "$directory/images"); fi
  step "load-$1" 500 sluice bench load --load steady --mean-load 0.8 --duration 10s --policies sluice,dense-deadline \
    --reducer none --reducer "$reducer" --precision float32,float16 --max-batch 32 --lanes 2 "${model[@]}" --provider "$1" \
    --device "$device" --json
}

# Sets instead: the same command on the CPU, as small as it goes.
stand_in() {
  local word previous='' tiny=10ms
  if [[ $* == *pipeline* ]]; then tiny=1s; elif [[ $* == *'bench load'* ]]; then tiny=3s; fi
  instead=()
  for word in "$@"; do
    if [[ $word == --device || $previous == --device ]]; then
      previous=$word # of which a CPU has none
      continue
    fi
    case $previous in
      --provider) word=cpu ;;
      --arch) word=deit-tiny ;;
      --batch) word=$((word > 1 ? 2 : 1)) ;;
      --threads | --lanes | --repeat) word=1 ;;
      --duration) word=$tiny ;;
    esac
    instead+=("$word")
    previous=$word
  done
  if [[ $1 == torch ]]; then instead+=(--turns 2 --seconds 0.1); fi
}
