#!/usr/bin/env bash
# Every test of the repository. The last line is "N passed, N failed, N skipped".
#   ./test.sh [--long] [filter]
# --long runs the tests of [Trait("Category", "Long")] instead of all the others, and without a filter writes tests/RESULTS.md. filter: part of a test's full name, or a VSTest filter expression.
# Exit status: 0 all passed; 1 a test, the build or the format failed; 2 something is missing or an argument is wrong.
set -u -o pipefail

usage() { sed -n '2,4s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; }

long=0
filter=""
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help)
      usage
      exit 0
      ;;
    --long) long=1 ;;
    -*)
      echo "test.sh: unknown argument '$1'; see ./test.sh --help" >&2
      exit 2
      ;;
    *)
      if [ -n "$filter" ]; then
        echo "test.sh: one filter only, '$filter' and '$1' were given" >&2
        exit 2
      fi
      filter=$1
      ;;
  esac
  shift
done

# shellcheck source=scripts/prepare.sh
. "$(dirname "${BASH_SOURCE[0]}")/scripts/prepare.sh"
prepare npm postgresql
prefer qemu
prefer promtool
prefer shellcheck
prefer chromium
[ $long = 0 ] || prefer arm64
cd "$ROOT" || exit 2

passed=0 failed=0 skipped=0

finish() {
  local rc=0 sum ok bad skip
  for sum in "$results"/*.sum; do
    [ -e "$sum" ] || continue
    read -r ok bad skip <"$sum"
    passed=$((passed + ok)) failed=$((failed + bad)) skipped=$((skipped + skip))
  done
  [ "$failed" = 0 ] || rc=1
  if [ $((passed + failed + skipped)) = 0 ]; then
    echo "test.sh: no test matches '$filter'" >&2
    rc=1
  fi
  if [ $long = 1 ] && [ -z "$filter" ] && compgen -G "$results/*.trx" >/dev/null; then scripts/results.sh "$results"/*.trx || rc=1; fi
  echo "$passed passed, $failed failed, $skipped skipped"
  exit $rc
}

# What has to be there before any test can run; a failure here is one failure in the sum.
need() {
  part "$@" || {
    failed=$((failed + 1))
    finish
  }
}

# test_filter: what VSTest is asked for; empty is everything.
test_filter() {
  local parts=()
  case "$filter" in
    "") ;;
    *[=~]*) parts+=("($filter)") ;;
    *) parts+=("FullyQualifiedName~$filter") ;;
  esac
  if [ $long = 1 ]; then parts+=("Category=Long"); else parts+=("Category!=Long"); fi
  local IFS='&'
  echo "${parts[*]}"
}

counter() { sed -n "s/.*<Counters [^>]*\b$1=\"\([0-9]*\)\".*/\1/p" "$2" | head -n 1; }

# said TRX: what its tests wrote (steps compared, figures measured) and why some were skipped; logs of actors are left out.
said() {
  awk '
    /<UnitTestResult / { test = ($0 !~ /\/>[[:space:]]*$/) }
    /outcome="NotExecuted"/ { skipped = 1; name = $0; sub(/.*testName="/, "", name); sub(/".*/, "", name) }
    /<\/UnitTestResult>/ { skipped = 0; test = 0 }
    test && /<StdOut>/ { inside = 1; sub(/.*<StdOut>/, "") }
    inside { line = $0; sub(/<\/StdOut>.*/, "", line); if (line != "" && line !~ /^(\[[A-Z]+\]|Cause: | +at |--- )/) print "  " line }
    /<\/StdOut>/ { inside = 0 }
    skipped && /<Message>/ { line = $0; sub(/.*<Message>/, "", line); sub(/<\/Message>.*/, "", line); print "  skipped " name ": " line }
  ' "$1" 2>/dev/null | sed 's/&lt;/</g; s/&gt;/>/g; s/&quot;/"/g; s/&apos;/'"'"'/g; s/&#xD;//g; s/&amp;/\&/g'
}

# run_project PROJECT: one summary line, and a file with its counts; they are read from the TRX file, so that a runner that died is no success.
run_project() {
  local name started=$SECONDS trx log rc total ok bad
  name=$(basename "$1" .csproj)
  trx="$results/$name.trx"
  log="$results/$name.log"
  dotnet test "$(dirname "$1")/bin/$CONFIGURATION/net10.0/$name.dll" --filter "$(test_filter)" --logger "trx;LogFileName=$trx" >"$log" 2>&1
  rc=$?
  total=$(counter total "$trx" 2>/dev/null)
  ok=$(counter passed "$trx" 2>/dev/null)
  bad=$(counter failed "$trx" 2>/dev/null)
  total=${total:-0} ok=${ok:-0} bad=${bad:-0}
  if [ "$total" = 0 ] && [ $rc = 0 ] && { [ -n "$filter" ] || [ $long = 1 ]; }; then # nothing here matches
    rm -f "$trx"
    return 0
  fi
  local skip=$((total - ok - bad))
  if [ "$total" = 0 ] || { [ $rc != 0 ] && [ "$bad" = 0 ]; }; then
    bad=$((bad + 1))
    echo "$name: did not run as it should (exit status $rc, $total tests)"
  fi
  [ "$bad" = 0 ] || grep -v '^$' "$log"
  echo "$ok $bad $skip" >"$results/$name.sum"
  echo "$name: $ok passed, $bad failed, $skip skipped, $((SECONDS - started)) s"
  said "$trx"
}

results="$ROOT/artifacts/test-results"
rm -rf "$results"
mkdir -p "$results"

need "restore" restore KalePool.sln
need "build" build KalePool.sln
need "pooler (Native AOT)" build_pooler
# The build itself enforces style, a test the order of imports; the full check, which looks at all of it once more, takes minutes.
check_format() {
  if [ $long = 1 ]; then
    part "format" dotnet format KalePool.sln --verify-no-changes --no-restore
  elif [ "${CI:-}" = true ] || [ -z "$filter" ]; then
    part "format (whitespace)" dotnet format whitespace KalePool.sln --verify-no-changes --no-restore
  fi || echo "0 1 0" >"$results/format.sum"
}

# Nearly all of the backend's time is waiting, and so is the pages': their tests run beside those that need little of the machine, and beside the look at the format.
# The others need the cores for themselves; the processes of the end to end tests come last, two tests at a time.
backend=tests/KalePool.Backend.Tests/KalePool.Backend.Tests.csproj
pages=tests/KalePool.Pages.Tests/KalePool.Pages.Tests.csproj
last=tests/KalePool.EndToEnd.Tests/KalePool.EndToEnd.Tests.csproj
heavy() { [[ "$1" =~ (Actors|Devnet|Hashing|Hashing.Emulated|Pooler)\.Tests\.csproj$ ]]; }
run_project $backend >"$results/backend.out" &
check_format
for project in tests/*.Tests/*.csproj; do
  heavy "$project" || [ "$project" = $backend ] || [ "$project" = $pages ] || [ "$project" = $last ] || run_project "$project"
done
run_project $pages
wait
cat "$results/backend.out"
for project in tests/*.Tests/*.csproj; do
  ! heavy "$project" || run_project "$project"
done
run_project $last
finish
