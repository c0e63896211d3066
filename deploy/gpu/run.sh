# shellcheck shell=bash disable=SC2154
# Sourced by gpu-check.sh, which sets what is not set here: run.

# shellcheck source-path=SCRIPTDIR source=steps.sh
source "$here/gpu/steps.sh"

# Seconds: nobody waits for so long, and what is left of a call for its last step at least.
readonly unbounded=1000000 shortest=20

run() {
  if (($# < 2)) || [[ $1 == -* || $2 == -* ]]; then usage; fi
  directory=$1 out=$2
  shift 2
  dry='' device=0 python=python3 peak='' within=$unbounded only='*'
  while (($#)); do
    case $1 in
      --dry-run)
        dry=yes
        shift
        continue
        ;;
      --device) device=$(value_of "$1" "$@") ;;
      --python) python=$(value_of "$1" "$@") ;;
      --peak) peak=$(value_of "$1" "$@") ;;
      --within) within=$(value_of "$1" "$@") ;;
      --only) only=$(value_of "$1" "$@") ;;
      *) fail "expected one of the options of 'run', found $1." 2 ;;
    esac
    shift 2
  done
  check_run
  java=$directory/runtime/bin/java
  declare -gA begun=() # some figures matter so much that their step stands twice in the list
  SECONDS=0
  all_steps
  finish
}

check_run() {
  require timeout tar awk
  [[ -d $directory ]] || fail "there is no folder $directory."
  directory=$(cd "$directory" && pwd)
  [[ -x $directory/runtime/bin/java && -e $directory/app/sluice.jar && -d $directory/lib ]] \
    || fail "$directory is not what 'gpu-check.sh unpack' makes: expected the folders runtime, app and lib in it."
  [[ $device =~ ^[0-9]+$ ]] || fail "option --device: expected a GPU's number, found $device." 2
  [[ $within =~ ^[1-9][0-9]*$ ]] || fail "option --within: expected seconds, found $within." 2
  [[ -z $peak || $peak =~ ^[0-9]+(\.[0-9]+)?$ ]] || fail "option --peak: expected 10^12 operations a second, found $peak." 2
  [[ -n $dry ]] || command -v nvidia-smi >/dev/null || fail "there is no NVIDIA driver here (no nvidia-smi); --dry-run needs none."
  mkdir -p "$out/logs" || fail "cannot make the folder $out."
  out=$(cd "$out" && pwd)
}

# The driver's own library may be on the path that is there.
library_path() {
  echo "$directory/lib${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
}

# Sluice on the carried runtime and libraries. Engines that TensorRT builds stay in the folder for the next call.
sluice() {
  LD_LIBRARY_PATH=$(library_path) XDG_CACHE_HOME=$directory/cache "$java" -Xmx4g -XX:TieredStopAtLevel=1 \
    -Djava.awt.headless=true -Donnxruntime.native.path="$directory/lib" -Dorg.bytedeco.javacpp.maxPhysicalBytes=0 \
    -Dorg.bytedeco.javacpp.cachedir="$directory/cache/javacpp" -jar "$directory/app/sluice.jar" "$@"
}

# With all 32 bits of FLOAT32 on TensorRT, too.
exact() {
  NVIDIA_TF32_OVERRIDE=0 sluice "$@"
}

# step NAME BOUND-IN-SECONDS COMMAND...: its standard output to NAME.json, everything else to its log; how it ended to NAME.step,
# as outcome, seconds and a sentence.
step() {
  local name=$1 bound=$2
  shift 2
  # shellcheck disable=SC2053 # a pattern
  if [[ $name != $only || -n ${begun[$name]:-} ]]; then return; fi
  begun[$name]=yes
  if [[ -e $out/$name.step && $(cut -f 1 "$out/$name.step") == passed ]]; then
    say "$name: has passed before."
  elif (($(seconds_left) < shortest)); then
    record "$name" 'not run' 0 "No time was left within $within s; the next call goes on here."
  else
    attempt "$name" "$(least "$bound" "$(seconds_left)")" "$@"
  fi
}

seconds_left() {
  echo "$((within - SECONDS))"
}

least() {
  echo "$(($1 < $2 ? $1 : $2))"
}

attempt() {
  local name=$1 bound=$2 begin=$SECONDS status=0
  shift 2
  echo "+ $(printable "$@")" >&2
  if [[ -n $dry ]]; then
    stand_in "$@"
    set -- "${instead[@]}"
    echo "  instead: $(printable "$@")" >&2
  fi
  bounded "$bound" "$@" >"$out/$name.json.part" 2>"$out/logs/$name.log" </dev/null || status=$?
  mv "$out/$name.json.part" "$out/$name.json"
  judge "$name" "$status" "$((SECONDS - begin))" "$bound"
}

# The command is a function here, so it has a shell of its own, which timeout can end with all that it has started.
bounded() {
  local bound=$1
  shift
  export here directory java python device dry
  export -f library_path sluice exact environment torch
  # shellcheck disable=SC2016 # expanded by that shell
  timeout -k 10 "$bound" bash -c 'set -euo pipefail; "$@"' step "$@"
}

# As somebody would type it.
printable() {
  local words
  words=$(printf '%q ' "$@")
  case $words in
    exact*) words="NVIDIA_TF32_OVERRIDE=0 sluice${words#exact}" ;;
    torch*) words="$python gpu/torch_baseline.py${words#torch}" ;;
  esac
  echo "${words% }"
}

judge() {
  local name=$1 status=$2 seconds=$3 bound=$4
  case $status in
    0) record "$name" passed "$seconds" '' ;;
    124 | 137) record "$name" 'out of time' "$seconds" "It was ended after $bound s." ;;
    *) record "$name" failed "$seconds" "$(last_words "$name" "$status")" ;;
  esac
}

last_words() {
  local words
  words=$(grep -v '^[[:space:]]*$' "$out/logs/$1.log" | tail -n 1 | cut -c 1-300) || true
  echo "${words:-It ended with status $2; what it found is in $1.json.}"
}

record() {
  printf '%s\t%s\t%s\n' "$2" "$3" "${4//$'\t'/ }" >"$out/$1.step"
  say "$1: $2 after $3 s.${4:+ $4}"
}

finish() {
  local stated=()
  peak=${peak:-$(known_peak)}
  if [[ -n $peak ]]; then stated=(--peak "$peak"); fi
  table table.txt "${stated[@]}"
  table table.json --json "${stated[@]}"
  steps_as_csv
  (cd "$out" && tar -c -z -f results.tar.gz -- *.step *.json *.csv table.txt logs) || fail "cannot write $out/results.tar.gz."
  cat "$out/table.txt"
  if [[ -n $dry ]]; then echo "A dry run: every figure is of a tiny model on the CPU and means nothing."; fi
  say "everything is in $out/results.tar.gz."
}

# table FILE OPTION...
table() {
  sluice bench ratios "$out" "${@:2}" >"$out/$1" 2>"$out/logs/table.log" \
    || fail "the table cannot be made: $(tail -n 1 "$out/logs/table.log")"
}

steps_as_csv() {
  echo 'step,outcome,seconds,reason'
  local file
  for file in "$out"/*.step; do
    awk -F '\t' -v name="$(basename "$file" .step)" '{ gsub("\"", "\"\"", $3); printf "%s,%s,%s,\"%s\"\n", name, $1, $2, $3 }' "$file"
  done
} >"$out/steps.csv"

# Dense half-precision peaks as NVIDIA's data sheets state them, in 10^12 operations a second, accumulated in 32 bits.
known_peak() {
  local name
  name=$(nvidia-smi --query-gpu=name --format=csv,noheader -i "$device" 2>/dev/null) || return 0
  case $name in
    *H200* | *H100*HBM3* | *H100*SXM*) echo 989 ;;
    *H100*NVL*) echo 835 ;;
    *H100*) echo 756 ;;
    *A100-*) echo 312 ;;
    *L40S*) echo 362 ;;
    *L40*) echo 181 ;;
    *"NVIDIA L4"*) echo 121 ;;
    *"NVIDIA A10G"*) echo 70 ;;
    *"NVIDIA A10") echo 125 ;;
    *V100-SXM2*) echo 125 ;;
    *"Tesla T4"*) echo 65 ;;
  esac
}
