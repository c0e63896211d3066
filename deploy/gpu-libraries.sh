#!/usr/bin/env bash
# Puts the libraries that ONNX Runtime needs for an NVIDIA GPU into one folder, from Maven Central alone: no installation,
# no root. CUDA 12.6, cuDNN 9.5 and TensorRT 10.6, as Bytedeco redistributes them, and ONNX Runtime itself.
#
#   deploy/gpu-libraries.sh DIR
#
#   DIR                       the libraries; those that are there and whole are kept
#   SLUICE_GPU_DOWNLOADS      Maven repository that holds the downloads, 3.5 GB (default: DIR/.downloads; delete it afterwards
#                             if you like)
#
# Linux on x86-64 only. The libraries' own licences are NVIDIA's: see https://docs.nvidia.com/cuda/eula and TensorRT's.
set -euo pipefail

# Which versions fit together: newer ONNX Runtimes want a newer CUDA than Maven Central has.
readonly onnxruntime=com.microsoft.onnxruntime:onnxruntime_gpu:1.26.0:jar
readonly cuda=org.bytedeco:cuda:12.6-9.5-1.5.11:jar:linux-x86_64-redist
readonly tensorrt=org.bytedeco:tensorrt:10.6-1.5.11:jar:linux-x86_64-redist
readonly plugin=org.apache.maven.plugins:maven-dependency-plugin:3.11.0

# What is loaded: linked to, or opened by name while it runs (the parts of cuDNN, the runtime compiler that they use, TensorRT's
# plugins and its builder). The other two thirds of the CUDA artifact are not.
readonly onnxruntime_files=(libonnxruntime.so libonnxruntime4j_jni.so libonnxruntime_providers_shared.so
  libonnxruntime_providers_cuda.so libonnxruntime_providers_tensorrt.so)
readonly cuda_files=(libcudart.so.12 libcublas.so.12 libcublasLt.so.12 libcufft.so.11 libcurand.so.10 libnvrtc.so.12
  libnvrtc-builtins.so.12.6 libcudnn.so.9 libcudnn_graph.so.9 libcudnn_ops.so.9 libcudnn_cnn.so.9 libcudnn_adv.so.9
  libcudnn_heuristic.so.9 libcudnn_engines_precompiled.so.9 libcudnn_engines_runtime_compiled.so.9)
readonly tensorrt_files=(libnvinfer.so.10 libnvinfer_plugin.so.10 libnvonnxparser.so.10
  libnvinfer_builder_resource.so.10.6.0)

# The driver's, which only a machine with a GPU has.
readonly of_the_driver=libcuda.so.1

fail() {
  echo "gpu-libraries: $1" >&2
  exit "${2:-1}"
}

require_tools() {
  [[ $(uname -sm) == "Linux x86_64" ]] || fail "expected Linux on x86-64, found $(uname -sm)."
  local tool
  for tool in mvn unzip ldd; do
    command -v "$tool" >/dev/null || fail "$tool is needed, and there is none on PATH."
  done
}

# Where Maven keeps group:artifact:version:jar[:classifier].
downloaded_file() {
  local group artifact version classifier
  IFS=: read -r group artifact version _ classifier <<<"$1"
  echo "$downloads/${group//.//}/$artifact/$version/$artifact-$version${classifier:+-$classifier}.jar"
}

download() {
  [[ -s $(downloaded_file "$1") ]] && return
  echo "gpu-libraries: fetching $1 (a gigabyte takes minutes)..." >&2
  mvn -q -B "$plugin:get" -Dartifact="$1" -Dtransitive=false -Dmaven.repo.local="$downloads" >&2 \
    || fail "Maven cannot fetch $1; it says why above."
}

# A size is enough to tell a whole file: it comes from an archive with check sums.
size_in_archive() {
  unzip -l "$1" "$2" 2>/dev/null | awk -v file="$2" '$4 == file { print $1 }'
}

# extract ARTIFACT FOLDER-IN-IT FILE...
extract() {
  local archive folder=$2 file expected
  archive=$(downloaded_file "$1")
  for file in "${@:3}"; do
    expected=$(size_in_archive "$archive" "$folder/$file")
    [[ -n $expected ]] || fail "$archive has no $folder/$file: expected the artifact $1."
    [[ $(stat -c %s "$directory/$file" 2>/dev/null || true) == "$expected" ]] && continue
    unzip -q -o -j "$archive" "$folder/$file" -d "$directory" || fail "cannot extract $file into $directory; is the disk full?"
  done
}

# ldd names what a library would not find in the folder or the system. ONNX Runtime loads what its providers share first.
check() {
  local library problems
  for library in "$directory"/*.so*; do
    problems=$(LD_PRELOAD=$directory/libonnxruntime_providers_shared.so LD_LIBRARY_PATH=$directory ldd -r "$library" 2>&1 \
      | unresolved)
    [[ -z $problems ]] || fail "$(basename "$library") would not load: $(head -n 1 <<<"$problems")"
  done
}

# Symbols of the driver's library do not count where there is no driver.
unresolved() {
  grep -E 'not found|undefined symbol' | grep -v -E "^[[:space:]]*$of_the_driver => not found|undefined symbol: cu[A-Z]" || true
}

say_sizes() {
  (cd "$directory" && stat -L -c '%s %n' "${onnxruntime_files[@]}" "${cuda_files[@]}" "${tensorrt_files[@]}") \
    | awk '{ printf "%8.1f MB  %s\n", $1 / 1e6, $2; sum += $1 } END { printf "%8.1f MB  in all\n", sum / 1e6 }'
}

main() {
  [[ $# == 1 && $1 != -* ]] || fail "usage: deploy/gpu-libraries.sh DIR" 2
  require_tools
  mkdir -p "$1" || fail "cannot make the folder $1."
  directory=$(cd "$1" && pwd)
  downloads=${SLUICE_GPU_DOWNLOADS:-$directory/.downloads}
  download "$onnxruntime"
  download "$cuda"
  download "$tensorrt"
  extract "$onnxruntime" ai/onnxruntime/native/linux-x64 "${onnxruntime_files[@]}"
  extract "$cuda" org/bytedeco/cuda/linux-x86_64 "${cuda_files[@]}"
  extract "$tensorrt" org/bytedeco/tensorrt/linux-x86_64 "${tensorrt_files[@]}"
  ln -sf libonnxruntime.so "$directory/libonnxruntime.so.1" # what the others are linked to
  check
  say_sizes
  echo "All symbols are there but those of the driver's $of_the_driver. Use them with"
  echo "  SLUICE_GPU_LIBRARIES=$directory deploy/sluice ..."
}

main "$@"
