#!/bin/sh
# Checks a GPU with spinestream; see docs/gpu.md. Needs a POSIX shell, tar, and one of xz, python3 with lzma, busybox or dpkg-deb.
#   sh run.sh [out folder] [--short] [--limit-s seconds] [--work folder] [--keep]
# Exit code: 0 the device agrees with the CPU, 1 it does not or something failed, 2 no device can be used, 3 the check cannot start.
set -u
LC_ALL=C
export LC_ALL
begun=$(date +%s)
fail() { printf 'gpu-check: %s\n' "$1" >&2; exit 3; }

out= work= keep= short= limit=540
while [ $# -gt 0 ]; do
  case $1 in
    --short) short=--short ;;
    --keep) keep=1 ;;
    --limit-s) [ $# -ge 2 ] || fail "--limit-s needs a number of seconds"; limit=$2; shift ;;
    --work) [ $# -ge 2 ] || fail "--work needs a folder"; work=$2; shift ;;
    -*) fail "unknown option $1; use [out folder] [--short] [--limit-s seconds] [--work folder] [--keep]" ;;
    *) [ -z "$out" ] || fail "there is already an out folder, $out; remove $1"; out=$1 ;;
  esac
  shift
done
case $limit in '' | *[!0-9]*) fail "--limit-s $limit: expected a number of seconds" ;; esac
[ "$(uname -s) $(uname -m)" = 'Linux x86_64' ] || fail "this pack is for Linux on x86_64, and this is $(uname -s) on $(uname -m)"

here=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd) || fail "cannot find the folder of $0"
parts=$here/parts.tar.xz
[ -r "$parts" ] || fail "$parts is missing; copy the whole folder"
out=${out:-gpu-check-out}
mkdir -p "$out" && out=$(CDPATH= cd -- "$out" && pwd) && : >"$out/.writable" && rm "$out/.writable" ||
  fail "cannot write to the out folder; name another one: sh run.sh <out folder>"
command -v tar >/dev/null || fail "tar is missing; install it"

# A Debian package's reader decompresses too: dpkg-deb is part of every Debian and Ubuntu, xz is not.
as_package() {
  member() { printf '%-16s%-12s%-6s%-6s%-8s%-10s`\n' "$1" 0 0 0 100644 "$2"; }
  printf '!<arch>\n'; member debian-binary 4; printf '2.0\n'; member control.tar 0
  member data.tar.xz "$(wc -c <"$parts" | tr -d ' ')"; cat "$parts"
  [ $(($(wc -c <"$parts") % 2)) = 0 ] || echo
}
if command -v xz >/dev/null; then reader=xz
elif command -v busybox >/dev/null && busybox xz --help >/dev/null 2>&1; then reader=busybox
elif python3 -c 'import lzma' 2>/dev/null; then reader=python3
elif command -v dpkg-deb >/dev/null; then reader=dpkg-deb
else fail "nothing here decompresses xz; install one of xz, busybox, python3 with lzma, dpkg-deb"
fi
decompress() { # with a folder for temporary files
  case $reader in
    xz) xz -dc "$parts" ;;
    busybox) busybox xz -dc <"$parts" ;;
    python3) python3 -c 'import lzma, shutil, sys; shutil.copyfileobj(lzma.open(sys.argv[1]), sys.stdout.buffer, 1 << 20)' "$parts" ;;
    dpkg-deb) as_package >"$1/parts.deb" && dpkg-deb --fsys-tarfile "$1/parts.deb"; rm -f "$1/parts.deb" ;;
  esac
}

# The first folder that takes 300 MB and lets programs run in it.
at= reasons=
for place in "$work" "${TMPDIR:-}" /tmp /var/tmp "$out" "${HOME:-}" /dev/shm; do
  [ -n "$place" ] && mkdir -p "$place" 2>/dev/null || continue
  try=$place/spinestream-gpu-check-$$
  mkdir "$try" 2>/dev/null || { reasons="$reasons $place (not writable)"; continue; }
  printf '#!/bin/sh\n' >"$try/runs" && chmod +x "$try/runs"
  if ! "$try/runs" 2>/dev/null; then reasons="$reasons $place (no programs may run)"
  elif ! decompress "$try" | tar -xf - -C "$try" 2>"$out/unpack.txt"; then reasons="$reasons $place (cannot unpack: $(head -n 1 "$out/unpack.txt"))"
  else at=$try; break
  fi
  rm -rf "$try"
done
rm -f "$out/unpack.txt"
[ -n "$at" ] || fail "no folder to unpack in:$reasons; name one with 300 MB: --work <folder>"
if [ -z "$keep" ]; then trap 'rm -rf "$at"' EXIT; trap 'exit 130' INT; trap 'exit 143' TERM; fi

# Libraries that this machine lacks come from the pack, one by one, so that none replaces one of its own.
spare=$at/spare-libraries
used=$at/used-libraries
mkdir -p "$used" "$at/home" "$at/tmp" "$at/manifests"
# A home that exists stays, since Python finds packages of its user there.
[ -n "${HOME:-}" ] && [ -w "$HOME" ] || HOME=$at/home
TMPDIR=$at/tmp
export HOME TMPDIR
LD_LIBRARY_PATH=${LD_LIBRARY_PATH:+$LD_LIBRARY_PATH:}$used
export LD_LIBRARY_PATH
loader=/lib64/ld-linux-x86-64.so.2
[ -e "$loader" ] || fail "$loader is missing: this pack needs the GNU C library"
take() { # of the libraries that a file needs, those that are missing
  for round in 1 2 3 4; do
    missing=$(LD_TRACE_LOADED_OBJECTS=1 "$loader" "$1" 2>/dev/null | sed -n 's/^[[:space:]]*\([^ ]*\) => not found.*/\1/p')
    taken=
    for name in $missing; do
      [ -e "$spare/$name" ] && [ ! -e "$used/$name" ] && cp "$spare/$name" "$used/$name" && taken=1
    done
    [ -n "$taken" ] || break
  done
  printf '%s' "$missing"
}
ldconfig=$(command -v ldconfig || echo /sbin/ldconfig)
folders='/usr/lib/x86_64-linux-gnu /lib/x86_64-linux-gnu /usr/lib64 /lib64 /usr/lib /usr/local/nvidia/lib64 /usr/local/nvidia/lib /usr/lib/nvidia /usr/local/lib64 /usr/local/lib /run/opengl-driver/lib'
locate() { # a library: from the cache of the system's loader, then from the usual folders
  found=$("$ldconfig" -p 2>/dev/null | sed -n "s|^[[:space:]]*$1 (.*x86-64.*) => ||p" | head -n 1)
  for folder in $(printf '%s' "${LD_LIBRARY_PATH:-}" | tr ':' ' ') $folders; do
    [ -n "$found" ] && break
    [ -e "$folder/$1" ] && found=$folder/$1
  done
  printf '%s' "$found"
}

take "$at/node" >/dev/null
said=$("$at/node" --version 2>&1) || fail "the packed Node does not run here: $(printf '%s' "$said" | head -n 1)"

# Vulkan: the loader, and a manifest of NVIDIA's driver where the system has none.
vulkan=$(locate libvulkan.so.1)
[ -n "$vulkan" ] || { cp "$spare/libvulkan.so.1" "$used/" 2>/dev/null && vulkan="the pack's"; }
standard=
for folder in /etc/vulkan/icd.d /usr/share/vulkan/icd.d /usr/local/share/vulkan/icd.d /usr/local/etc/vulkan/icd.d; do
  for file in "$folder"/*nvidia*.json; do [ -e "$file" ] && standard=$file; done
done
drivers=
for name in libGLX_nvidia.so.0 libEGL_nvidia.so.0; do
  library=$(locate "$name")
  [ -n "$library" ] || continue
  # A driver in a folder that the system's loader does not search finds its own parts only here.
  case :$LD_LIBRARY_PATH: in *:"$(dirname "$library")":*) ;; *) "$ldconfig" -p 2>/dev/null | grep -qF " $library" || LD_LIBRARY_PATH=$LD_LIBRARY_PATH:$(dirname "$library") ;; esac
  missing=$(take "$library")
  drivers="$drivers $library${missing:+ (lacks $(printf '%s' "$missing" | tr '\n' ' '))}"
  printf '{"file_format_version":"1.0.0","ICD":{"library_path":"%s","api_version":"1.3.0"}}\n' "$library" >"$at/manifests/$name.json"
done
for file in /usr/local/nvidia/share/vulkan/icd.d/*.json /run/opengl-driver/share/vulkan/icd.d/*nvidia*.json; do
  [ -e "$file" ] && cp "$file" "$at/manifests/0-$(basename "$file")"
done
export SPINESTREAM_VULKAN_MANIFESTS="$at/manifests"
echo "Vulkan loader: ${vulkan:-none}; NVIDIA's manifest: ${standard:-none in the standard folders}; its libraries:${drivers:- none}"
if [ -z "$drivers" ] && [ -e /dev/nvidia0 ]; then
  echo "There is an NVIDIA device but no Vulkan library of its driver; in a container set NVIDIA_DRIVER_CAPABILITIES=all."
fi

"$at/node" "$at/product/scripts/gpu-check/check/main.js" --out "$out" --scratch "$at/scratch" --begun "$begun" --limit-s "$limit" $short
code=$?
echo "results: $out/gpu-check.md and gpu-check.json"
exit $code
