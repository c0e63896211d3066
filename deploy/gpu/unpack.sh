# shellcheck shell=bash disable=SC2154
# Sourced by gpu-check.sh, which sets what is not set here: unpack.

unpack() {
  (($# == 2)) || usage
  parts=$1 directory=$2
  [[ -d $parts ]] || fail "there is no folder $parts."
  mkdir -p "$directory/.parts" || fail "cannot make the folder $directory."
  require tar sha256sum
  if [[ -e $directory/.complete ]]; then
    say "all of it is in $directory already."
    return
  fi
  adopt_manifest
  adopt_parts
  report_missing
  assemble
}

adopt_manifest() {
  local kept=$directory/.parts/$manifest
  if [[ -e $parts/$manifest && -e $kept ]]; then
    cmp -s "$parts/$manifest" "$kept" \
      || fail "the parts in $parts are of another pack than those in $directory; begin with an empty folder."
  elif [[ -e $parts/$manifest ]]; then
    cp "$parts/$manifest" "$kept"
  elif [[ ! -e $kept ]]; then
    fail "there is no $manifest in $parts, which says what the parts are."
  fi
}

# Sets missing and missing_bytes.
adopt_parts() {
  local sum size name kept
  missing=() missing_bytes=0
  while read -r sum size name; do
    kept=$directory/.parts/$name
    if [[ -e $kept ]]; then continue; fi
    if [[ -e $parts/$name ]]; then adopt "$sum" "$name"; fi
    if [[ ! -e $kept ]]; then
      missing+=("$name")
      missing_bytes=$((missing_bytes + size))
    fi
  done <"$directory/.parts/$manifest"
}

# Under its name only when it is whole; a damaged one stays missing.
adopt() {
  local sum=$1 name=$2 half=$directory/.parts/.half
  cp "$parts/$name" "$half" || fail "cannot copy $parts/$name into $directory; is the disk full?"
  if [[ $(sha256sum "$half" | cut -d ' ' -f 1) == "$sum" ]]; then
    mv "$half" "$directory/.parts/$name"
  else
    rm "$half"
    say "$name is damaged: its check sum is not that of $manifest; send it again."
  fi
}

report_missing() {
  if ((${#missing[@]} == 0)); then return; fi
  local all
  all=$(wc -l <"$directory/.parts/$manifest")
  echo "$((all - ${#missing[@]})) of $all parts are here; missing are ${#missing[@]} ($(megabytes "$missing_bytes")):"
  printf '  %s\n' "${missing[@]}"
  exit "$incomplete"
}

assemble() {
  local stored=$directory/.parts
  mkdir -p "$stored/tools"
  tar -x -z -C "$stored/tools" -f "$stored/tools.tar.gz" || fail "cannot unpack $stored/tools.tar.gz."
  cat "$stored"/sluice-gpu.* | decompress "$stored/tools" | tar -x -C "$directory" \
    || fail "cannot unpack the parts into $directory; is the disk full?"
  touch "$directory/.complete"
  rm -rf "$stored"
  echo "All parts are here and unpacked in $directory."
}

decompress() {
  if command -v zstd >/dev/null; then
    zstd -q -d --long=27
  else
    LD_LIBRARY_PATH=$1 "$1/zstd" -q -d --long=27
  fi
}
