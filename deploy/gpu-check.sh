#!/usr/bin/env bash
# Measures Sluice on a machine that has a GPU and perhaps nothing else: no network, no Java, no installed CUDA.
#
#   deploy/gpu-check.sh pack OUT --libraries DIR [--reference DIR] [--weights FILE] [--class-names FILE] [--images DIR]
#                                [--part-size MIB]
#       Here: all that is needed there, as parts of at most MIB (60) in OUT, with check sums. --libraries is what
#       deploy/gpu-libraries.sh made. --reference are reference vectors, --weights and --images what 'bench load' runs on;
#       without them it takes the model and the scenes that come along.
#   gpu-check.sh unpack PARTS DIR
#       There, as often as parts arrive in PARTS: keeps those that are whole, says which are missing (exit status 3), and
#       unpacks into DIR when none is.
#   gpu-check.sh run DIR OUT [--dry-run] [--device N] [--python FILE] [--peak TFLOPS] [--within SECONDS] [--only PATTERN]
#       There: every step within its bound of time, what failed is said and ends nothing, one table of ratios at the end. Results
#       and logs are in OUT, and all of it in OUT/results.tar.gz. Steps that have passed are not run again: call it once more to go
#       on. --within: all steps together end within so many seconds, and half a minute later the table is there. --only: steps
#       whose name matches, such as 'bench-tensorrt-*'. --peak: the GPU's dense half-precision 10^12 operations a second, where
#       its name is not known. --dry-run: prints every command and runs each with --provider cpu and a tiny model instead, on
#       any machine.
#
# A step is a command of Sluice, or deploy/gpu/torch_baseline.py where there is PyTorch. Nothing of the GPU's settings is changed.
set -euo pipefail

here=$(cd -P "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")" && pwd)
readonly here
# shellcheck disable=SC2034 # used by the files of the folder gpu
readonly manifest=MANIFEST incomplete=3

fail() {
  echo "gpu-check: $1" >&2
  exit "${2:-1}"
}

say() {
  echo "gpu-check: $1" >&2
}

usage() {
  sed -n '4,/^set /{/^set /d;s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}" >&2
  exit 2
}

require() {
  local tool
  for tool in "$@"; do
    command -v "$tool" >/dev/null || fail "$tool is needed, and there is none on PATH."
  done
}

megabytes() {
  awk -v bytes="$1" 'BEGIN { printf "%.0f MB", bytes / 1e6 }'
}

# An option's value: value_of OPTION "$@", with "$@" beginning at the option.
value_of() {
  if (($# < 3)) || [[ -z $3 ]]; then fail "option $1 needs a value." 2; fi
  echo "$3"
}

main() {
  local command=${1:-}
  case $command in
    pack | unpack | run) ;;
    *) usage ;;
  esac
  # shellcheck source=/dev/null # one of the three beside this file
  source "$here/gpu/$command.sh"
  "$command" "${@:2}"
}

main "$@"
