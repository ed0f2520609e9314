#!/usr/bin/env bash
# What kale-pooler is made of: every package that is compiled into it, with its version, licence and SHA-512, as CycloneDX JSON.
#   packaging/sbom.sh RID FILE
# RID: as in publish-pooler.sh, which calls this; FILE: what is written.
# Exit status: 0 it is there; 1 it could not be made; 2 an argument is missing.
set -u -o pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
if [ $# != 2 ]; then
  sed -n '2,5s/^# \{0,1\}//p' "${BASH_SOURCE[0]}" >&2
  exit 2
fi
project="$root/pooler-aot/KalePool.Pooler/KalePool.Pooler.csproj"
version=$(sed -n 's|.*<VersionPrefix>\(.*\)</VersionPrefix>.*|\1|p' "$root/Directory.Build.props")
file=$(cd "$(dirname "$2")" && pwd)/$(basename "$2") || exit 1
# By what is restored, so that it holds what was just published; the tool itself asks nobody.
cd "$root" && dotnet tool restore -v q >/dev/null || exit 1
dotnet tool run dotnet-CycloneDX -- "$project" --recursive --runtime "$1" --disable-package-restore --no-serial-number \
  --output-format Json --spec-version 1.6 --set-name kale-pooler --set-version "$version" --output "$(dirname "$file")" --filename "$(basename "$file")" >/dev/null || exit 1
[ -s "$file" ]
