# shellcheck shell=bash disable=SC2154
# Sourced by gpu-check.sh, which sets what is not set here: pack.

# Half the size of the libraries comes from this: they repeat themselves over a distance of a hundred megabytes.
readonly compression=(-9 --long=27)

pack() {
  if (($# < 1)) || [[ $1 == -* ]]; then usage; fi
  local out=$1
  shift
  libraries='' reference='' weights='' names='' images='' part_size=60
  while (($#)); do
    case $1 in
      --libraries) libraries=$(value_of "$1" "$@") ;;
      --reference) reference=$(value_of "$1" "$@") ;;
      --weights) weights=$(value_of "$1" "$@") ;;
      --class-names) names=$(value_of "$1" "$@") ;;
      --images) images=$(value_of "$1" "$@") ;;
      --part-size) part_size=$(value_of "$1" "$@") ;;
      *) fail "expected one of the options of 'pack', found $1." 2 ;;
    esac
    shift 2
  done
  check_pack
  mkdir -p "$out" || fail "cannot make the folder $out."
  out=$(cd "$out" && pwd)
  [[ -z $(ls -A "$out") ]] || fail "the folder $out is not empty; parts of two packs would be mixed."
  staging=$out/.staging
  mkdir "$staging"
  stage
  write_parts "$out"
  rm -rf "$staging"
  report_parts "$out"
}

check_pack() {
  require jlink java zstd tar split sha256sum ldd
  [[ $part_size =~ ^[1-9][0-9]*$ ]] || fail "option --part-size: expected a number of MiB, found $part_size." 2
  [[ -n $libraries ]] || fail "option --libraries is missing: expected the folder that deploy/gpu-libraries.sh made." 2
  [[ -e $libraries/libonnxruntime_providers_tensorrt.so && -e $libraries/libnvinfer.so.10 ]] \
    || fail "option --libraries: $libraries lacks ONNX Runtime or TensorRT; deploy/gpu-libraries.sh $libraries fetches them."
  [[ -z $reference || -n $(find "$reference" -name '*.safetensors' -print -quit) ]] \
    || fail "option --reference: $reference has no reference vectors (.safetensors)."
  local given
  for given in "$weights" "$names" "$images"; do
    [[ -z $given || -e $given ]] || fail "there is no $given."
  done
}

stage() {
  "$here/sluice" --version >/dev/null || fail "the program cannot be built; deploy/sluice says why above."
  stage_runtime
  linked "$staging/app" "$here/target/sluice.jar"
  linked "$staging/app/lib" "$here"/target/lib/*
  linked "$staging/lib" "$libraries"/lib*.so*
  if [[ -n $reference ]]; then linked "$staging/reference" "$reference"/*; fi
  stage_model
}

# Java's modules that a class path may ask for, without debugging symbols.
stage_runtime() {
  jlink --add-modules java.se,jdk.unsupported,jdk.crypto.ec,jdk.zipfs,jdk.management,jdk.naming.dns,jdk.net \
    --strip-debug --no-header-files --no-man-pages --compress=2 --output "$staging/runtime" \
    || fail "jlink cannot make a Java runtime; a JDK with its jmods folder is needed."
}

stage_model() {
  mkdir "$staging/model"
  if [[ -n $weights ]]; then cp -L "$weights" "$staging/model/"; fi
  if [[ -n $names ]]; then cp -L "$names" "$staging/model/class-names.txt"; fi
  if [[ -n $images ]]; then linked "$staging/images" "$images"/*; fi
}

# linked FOLDER FILE...: hard links where that is possible, since the libraries are gigabytes.
linked() {
  mkdir -p "$1"
  cp -a --link -t "$1" "${@:2}" 2>/dev/null || cp -a -t "$1" "${@:2}" || fail "cannot copy to $1; is the disk full?"
}

write_parts() {
  local out=$1
  say "compressing (4 GB take some minutes)..."
  tar -c -C "$staging" . | zstd -q -T0 "${compression[@]}" | split -b "${part_size}m" -d -a 3 - "$out/sluice-gpu." \
    || fail "cannot write the parts to $out; is the disk full?"
  write_tools "$out"
  cp "$here/gpu-check.sh" "$out/"
  mkdir "$out/gpu"
  cp "$here"/gpu/* "$out/gpu/"
  (
    cd "$out" || exit
    for part in sluice-gpu.* tools.tar.gz; do
      printf '%s %s %s\n' "$(sha256sum "$part" | cut -d ' ' -f 1)" "$(stat -c %s "$part")" "$part"
    done >"$manifest"
  )
}

# zstd itself, with what it is linked to but for the C library: the other machine may not have it.
write_tools() {
  local tools=$staging.tools program
  program=$(command -v zstd)
  mkdir "$tools"
  cp -L "$program" "$tools/"
  ldd "$program" | awk '$2 == "=>" && $1 !~ /^(libc|libm|libpthread|libdl|librt)\.so/ { print $3 }' | xargs -r cp -L -t "$tools"
  tar -c -z -C "$tools" -f "$1/tools.tar.gz" .
  rm -rf "$tools"
}

report_parts() {
  local count bytes
  count=$(wc -l <"$1/$manifest")
  bytes=$(awk '{ sum += $2 } END { print sum }' "$1/$manifest")
  echo "$count parts in $1, $(megabytes "$bytes") in all, none above $part_size MiB."
  echo "Carry $manifest, gpu-check.sh and the folder gpu each time, with as many parts as fit; there:"
  echo "  gpu-check.sh unpack PARTS DIR    until nothing is missing, then"
  echo "  gpu-check.sh run DIR OUT"
}
