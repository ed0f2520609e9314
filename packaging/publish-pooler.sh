#!/usr/bin/env bash
# kale-pooler as it is shipped: one file, what it is made of (CycloneDX), and the SHA-256 of both, in artifacts/release/.
#   packaging/publish-pooler.sh [RID]
# RID: linux-x64, linux-arm64, linux-musl-x64, linux-musl-arm64, osx-x64, osx-arm64, win-x64; this machine's where it is left out.
# A native linker of that system makes it. Here, on Linux, that is this machine's own and, with gcc-aarch64-linux-gnu and libc6-dev-arm64-cross,
# linux-arm64; the others are made on their own systems by .github/workflows/release.yml and were not run here.
# Exit status: 0 it is there; 1 it could not be made; 2 something is missing or the argument is wrong.
set -u -o pipefail

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
usage() { sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; }

this_machine() {
  local system machine libc=""
  case "$(uname -s)" in
    Linux)
      system=linux
      if ldd --version 2>&1 | grep -qi musl; then libc=-musl; fi
      ;;
    Darwin) system=osx ;;
    MINGW* | MSYS* | CYGWIN*) system=win ;;
    *) return 1 ;;
  esac
  case "$(uname -m)" in
    x86_64) machine=x64 ;;
    aarch64 | arm64) machine=arm64 ;;
    *) return 1 ;;
  esac
  echo "$system$libc-$machine"
}

here=$(this_machine) || {
  echo "publish-pooler.sh: neither x86-64 nor arm64 of Linux, macOS or Windows: $(uname -sm)" >&2
  exit 2
}
rid=${1:-$here}
case "$rid" in
  -h | --help)
    usage
    exit 0
    ;;
  linux-x64 | linux-arm64 | linux-musl-x64 | linux-musl-arm64 | osx-x64 | osx-arm64 | win-x64) ;;
  *)
    echo "publish-pooler.sh: unknown RID '$rid'; see packaging/publish-pooler.sh --help" >&2
    exit 2
    ;;
esac

staged=$(mktemp -d) && trap 'rm -rf "$staged"' EXIT
tools=()
if [ "$rid" != "$here" ]; then
  case "$here:$rid" in
    linux-x64:linux-arm64)
      if ! command -v aarch64-linux-gnu-gcc >/dev/null 2>&1; then
        echo "missing: apt-get install gcc-aarch64-linux-gnu libc6-dev-arm64-cross" >&2
        exit 2
      fi
      # The SDK names the target as clang wants it; gcc is made for one target and refuses the option.
      cat >"$staged/gcc" <<'END'
#!/bin/sh
for argument; do
  shift
  case "$argument" in --target=*) ;; *) set -- "$@" "$argument" ;; esac
done
exec aarch64-linux-gnu-gcc "$@"
END
      chmod +x "$staged/gcc"
      tools=(-p:CppCompilerAndLinker="$staged/gcc" -p:ObjCopyName=aarch64-linux-gnu-objcopy)
      ;;
    osx-*:osx-*) ;;
    *)
      echo "publish-pooler.sh: $rid is linked on its own system; this is $here" >&2
      exit 2
      ;;
  esac
fi

name=kale-pooler
[[ "$rid" == win-* ]] && name=kale-pooler.exe
project="$root/pooler-aot/KalePool.Pooler/KalePool.Pooler.csproj"
# The lock files hold Linux's two RIDs; another system's is restored beside them.
case "$rid" in
  linux-x64 | linux-arm64) dotnet restore "$project" --locked-mode -v q || exit 1 ;;
  *) dotnet restore "$project" -r "$rid" -v q || exit 1 ;;
esac
dotnet publish "$project" -c Release -r "$rid" --no-restore -v q --nologo "${tools[@]}" -o "$staged/published" || exit 1

release="$root/artifacts/release"
file="kale-pooler-$rid${name#kale-pooler}"
mkdir -p "$release" && mv "$staged/published/$name" "$release/$file" || exit 1
cd "$release" || exit 1
"$root/packaging/sbom.sh" "$rid" "$file.cdx.json" || exit 1
for made in "$file" "$file.cdx.json"; do
  if command -v sha256sum >/dev/null 2>&1; then sha256sum "$made"; else shasum -a 256 "$made"; fi | tee "$made.sha256"
done
