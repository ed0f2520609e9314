# Sourced by demo.sh and test.sh: finds what a build (and PostgreSQL, where asked for) needs, installs with apt-get what is missing when root,
# else says in one line what to install and exits 2. Sets ROOT, RID, CONFIGURATION; defines prepare, prefer, part, restore, build_pooler.
# shellcheck shell=bash

ROOT=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
CONFIGURATION=Release # one for both commands, so that nothing is built twice
export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1
export DOTNET_SYSTEM_GLOBALIZATION_INVARIANT=1 # no ICU on a bare machine; every project is invariant anyway

case "$(uname -m)" in
  x86_64) RID=linux-x64 ;;
  aarch64 | arm64) RID=linux-arm64 ;;
  *)
    echo "KalePool builds on x86_64 and aarch64 Linux; this is $(uname -m)." >&2
    exit 2
    ;;
esac

has_sdk() { command -v dotnet >/dev/null 2>&1 && (cd "$ROOT" && dotnet --version >/dev/null 2>&1); }

# Native AOT needs a linker and zlib's headers: asked by linking, not by looking for files.
links() {
  local out
  out=$(mktemp) || return 1
  printf '#include <zlib.h>\nint main(void) { return zlibVersion()[0] == 0; }\n' | "$1" -x c - -lz -o "$out" >/dev/null 2>&1
  local rc=$?
  rm -f "$out"
  return $rc
}

# A server's programs; it is started by who needs it, as an account that is not root.
has_postgresql() { compgen -G '/usr/lib/postgresql/*/bin/initdb' >/dev/null || { command -v initdb && command -v postgres; } >/dev/null 2>&1; }

# Where the tests of the pages look for it.
has_chromium() { [ -x /usr/bin/chromium ] || [ -x /usr/bin/chromium-browser ] || [ -x /usr/bin/google-chrome ]; }

has_promtool() { command -v promtool >/dev/null 2>&1 || [ -x "$ROOT/artifacts/tools/usr/bin/promtool" ]; }

# missing_packages [EXTRA…]: what is not here of what every build needs, and of EXTRA: npm (the tests' strangers come from it), postgresql, qemu (other CPUs),
# arm64 (a linker for it), promtool (it reads Prometheus' rules), shellcheck, chromium (the pages are looked at with it).
missing_packages() {
  has_sdk || echo dotnet-sdk-10.0
  command -v git >/dev/null 2>&1 || echo git
  if ! links clang && ! links gcc; then
    if ! command -v clang >/dev/null 2>&1 && ! command -v gcc >/dev/null 2>&1; then echo clang; fi
    echo libc6-dev
    echo zlib1g-dev
  fi
  local extra
  for extra in "$@"; do
    case "$extra" in
      npm) command -v npm >/dev/null 2>&1 || printf '%s\n' nodejs npm ;;
      postgresql) has_postgresql || echo postgresql ;;
      qemu) command -v qemu-x86_64 >/dev/null 2>&1 || echo qemu-user ;;
      chromium) has_chromium || printf '%s\n' chromium fonts-dejavu-core ;;
      promtool) has_promtool || echo prometheus ;;
      shellcheck) command -v shellcheck >/dev/null 2>&1 || echo shellcheck ;;
      arm64) command -v aarch64-linux-gnu-gcc >/dev/null 2>&1 || printf '%s\n' gcc-aarch64-linux-gnu libc6-dev-arm64-cross ;;
    esac
  done
}

# install_packages PACKAGE…: Debian's postgresql would leave a server running on the usual port; ours is started on a port of its own, and stopped.
install_packages() {
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq || return 1
  if [[ " $* " == *" postgresql "* ]]; then
    apt-get install -y -qq --no-install-recommends postgresql-common || return 1
    sed -i 's/^[# ]*create_main_cluster.*/create_main_cluster = false/' /etc/postgresql-common/createcluster.conf || return 1
  fi
  local package wanted=()
  for package in "$@"; do
    if [ "$package" = prometheus ]; then unpack_promtool || return 1; else wanted+=("$package"); fi
  done
  [ ${#wanted[@]} = 0 ] || apt-get install -y -qq --no-install-recommends "${wanted[@]}"
}

# Debian's package prometheus would leave a server running: of it only the tool is taken, into artifacts/tools.
unpack_promtool() {
  local folder
  folder=$(mktemp -d) || return 1
  (cd "$folder" && apt-get download -qq prometheus && dpkg -x prometheus_*.deb unpacked) &&
    mkdir -p "$ROOT/artifacts/tools/usr/bin" && cp "$folder/unpacked/usr/bin/promtool" "$ROOT/artifacts/tools/usr/bin/"
  local rc=$?
  rm -rf "$folder"
  return $rc
}

# prepare [EXTRA…]: ends with all that is needed, or with exit status 2.
prepare() {
  if ! command -v dotnet >/dev/null 2>&1 && [ -x "$HOME/.dotnet/dotnet" ]; then
    export DOTNET_ROOT="$HOME/.dotnet" PATH="$HOME/.dotnet:$PATH"
  fi
  local missing
  missing=$(missing_packages "$@" | tr '\n' ' ')
  missing=${missing% }
  [ -z "$missing" ] && return 0
  if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null 2>&1; then
    echo "installing $missing" >&2
    # shellcheck disable=SC2086 # a list of package names
    (install_packages $missing) >/dev/null 2>&1 || true
    missing=$(missing_packages "$@" | tr '\n' ' ')
    missing=${missing% }
    [ -z "$missing" ] && return 0
  fi
  case "$missing" in
    *dotnet*) echo "missing: install the .NET 10 SDK (https://dotnet.microsoft.com/download/dotnet/10.0)$(others "$missing")" >&2 ;;
    *) echo "missing: apt-get install $missing" >&2 ;;
  esac
  exit 2
}

# prefer EXTRA…: as prepare, but goes on without what cannot be installed: the tests that want it are skipped and say so.
prefer() { (prepare "$@") || echo "going on without it" >&2; }

others() {
  local rest=${1#dotnet-sdk-10.0}
  [ -z "$rest" ] || printf ' and: apt-get install%s' "$rest"
}

# part NAME COMMAND…: runs it quietly, says how long it took, and shows what it wrote only when it failed.
part() {
  local name=$1 started=$SECONDS log rc
  shift
  log=$(mktemp)
  "$@" >"$log" 2>&1
  rc=$?
  if [ $rc != 0 ]; then
    cat "$log" >&2
    echo "$name: failed after $((SECONDS - started)) s" >&2
  else
    echo "$name: $((SECONDS - started)) s"
  fi
  rm -f "$log"
  return $rc
}

# restore PROJECT_OR_SOLUTION: by the lock files as they are committed where CI=true.
restore() {
  local locked=()
  [ "${CI:-}" = true ] && locked=(--locked-mode)
  dotnet restore "$1" -v q "${locked[@]}"
}

build() { dotnet build "$1" -c "$CONFIGURATION" --no-restore -v q; }

# The pooler as it is shipped: one Native AOT file in artifacts/kale-pooler/<rid>/.
build_pooler() {
  dotnet publish "$ROOT/pooler-aot/KalePool.Pooler/KalePool.Pooler.csproj" -c "$CONFIGURATION" -r "$RID" --no-restore -v q \
    -p:CopyOutputSymbolsToPublishDirectory=false -p:PublishDocumentationFiles=false -p:AllowedReferenceRelatedFileExtensions=none \
    -o "$ROOT/artifacts/kale-pooler/$RID"
}
