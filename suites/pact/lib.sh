#!/bin/sh
# Puts libpact_ffi, which the tests with the build tag pact are linked with, into a folder: lib.sh FOLDER
set -eu

# 18.0.0 carries libpact_ffi 0.4.28, the version that pact-go 2.4.2 is made for; from 19 on functions are missing.
package=@pact-foundation/pact-core-linux-x64-glibc
version=18.0.0
sum=bcd32af74923f6c2bb6ee9d34f0873a005cfde9c24e826951fba8944fd25149924e33842503a482acacbf44e52c845dc9d7d7777d55b787e074a6e73f5713b3a

if [ $# -ne 1 ]; then
  echo "usage: $0 FOLDER" >&2
  exit 2
fi
folder=$1
if [ -f "$folder/libpact_ffi.so" ] && [ "$(cat "$folder/version" 2>/dev/null)" = "$version" ]; then
  exit 0
fi
machine="$(uname -s) $(uname -m) $(getconf GNU_LIBC_VERSION 2>/dev/null || echo 'without glibc')"
case $machine in
"Linux x86_64 glibc"*) ;;
*)
  echo "pact: $package is for Linux x86_64 with glibc, and this machine is $machine." >&2
  echo "pact: build libpact_ffi 0.4.28 for it, and put it into $folder." >&2
  exit 1
  ;;
esac
for tool in npm tar sha512sum; do
  if ! command -v "$tool" >/dev/null; then
    echo "pact: fetching libpact_ffi needs $tool, which is not installed" >&2
    exit 1
  fi
done

mkdir -p "$folder"
folder=$(cd "$folder" && pwd)
unpacked=$(mktemp -d "$folder/unpack.XXXXXX")
trap 'rm -rf "$unpacked"' EXIT
cd "$unpacked"
archive=$(npm pack --loglevel=error "$package@$version")
if ! echo "$sum  $archive" | sha512sum --check --status; then
  echo "pact: $package $version is not the archive that was expected: its SHA-512 differs from the one in $0" >&2
  exit 1
fi
tar -xzf "$archive"
mv package/prebuilds/linux-x64/libpact_ffi.so "$folder/"
echo "$version" >"$folder/version"
echo "pact: libpact_ffi of $package $version is in $folder"
