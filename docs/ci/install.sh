#!/bin/sh
# Installs a release of authassay: install.sh VERSION FOLDER, such as
# install.sh v0.1.0 .bin. The archive is held to the release's checksums; what
# does not fit is not unpacked. It needs curl or wget, tar (on Windows unzip),
# and sha256sum or shasum. RELEASES names a mirror.
set -eu

version=$1 folder=$2
releases=${RELEASES:-https://github.com/authassay/authassay/releases}

case $(uname -s) in
  Linux) system=linux ;;
  Darwin) system=darwin ;;
  MINGW* | MSYS* | CYGWIN*) system=windows ;;
  *) echo "install: there is no release for $(uname -s); go install github.com/authassay/authassay/cmd/authassay@$version" >&2; exit 2 ;;
esac
case $(uname -m) in
  x86_64 | amd64) machine=amd64 ;;
  aarch64 | arm64) machine=arm64 ;;
  *) echo "install: there is no release for $(uname -m); go install github.com/authassay/authassay/cmd/authassay@$version" >&2; exit 2 ;;
esac

archive=authassay_${version#v}_${system}_$machine.tar.gz
[ $system != windows ] || archive=${archive%.tar.gz}.zip

fetch() {
  if command -v curl >/dev/null; then
    curl --fail --silent --show-error --location --retry 3 --output "$2" "$1"
  else
    wget -q -O "$2" "$1"
  fi
}

sums() {
  if command -v sha256sum >/dev/null; then sha256sum -c; else shasum -a 256 -c; fi
}

mkdir -p "$folder"
cd "$folder"
fetch "$releases/download/$version/checksums.txt" checksums.txt
fetch "$releases/download/$version/$archive" "$archive"
line=$(grep " \*\{0,1\}$archive\$" checksums.txt) || { echo "install: the release has no checksum of $archive" >&2; exit 2; }
echo "$line" | sums >/dev/null || { echo "install: $archive is not what the release's checksum says" >&2; exit 2; }
if [ $system = windows ]; then unzip -oq "$archive"; else tar -xzf "$archive"; fi
rm -f "$archive" checksums.txt
