#!/usr/bin/env bash
# The whole cycle on a local chain: builds what it needs, starts devnet, backend and pooler, farms, audits, stops everything.
#   ./demo.sh [--farmers N] [--blocks N] [--rivals N] [--ledger-ms N] [--block-seconds N] [--router] [--postgres] [--keep]
#   --router sends many works, and many harvests, in one transaction through the router contract, instead of each in its own
#   --postgres gives the backend a PostgreSQL, started for it, instead of its embedded database
#   ./demo.sh --chain RPC_URL [--kale C…] [--friendbot URL] …     on a chain that runs already, testnet for one; never mainnet
# Exit status: 0 every farmer's every block succeeded and the chain is balanced; 1 not so; 2 something is missing or an argument is wrong.
set -u -o pipefail

usage() { sed -n '2,7s/^# \{0,1\}//p' "${BASH_SOURCE[0]}"; }

keep=() wants=()
while [ $# -gt 0 ]; do
  case "$1" in
    -h | --help)
      usage
      exit 0
      ;;
    --keep | --router)
      keep+=("$1")
      shift
      ;;
    --postgres)
      keep+=("$1")
      wants+=(postgresql)
      shift
      ;;
    --chain | --kale | --friendbot)
      keep+=("$1" "${2:-}")
      shift $(($# > 1 ? 2 : 1))
      ;;
    --farmers | --blocks | --rivals | --ledger-ms | --block-seconds)
      if ! [[ "${2:-}" =~ ^[0-9]{1,9}$ ]]; then
        echo "demo.sh: $1 takes a whole number, not '${2:-}'" >&2
        exit 2
      fi
      keep+=("$1" "$2")
      shift 2
      ;;
    *)
      echo "demo.sh: unknown argument '$1'; see ./demo.sh --help" >&2
      exit 2
      ;;
  esac
done

# shellcheck source=scripts/prepare.sh
. "$(dirname "${BASH_SOURCE[0]}")/scripts/prepare.sh"
prepare "${wants[@]}"
cd "$ROOT" || exit 2

part "restore" restore scripts/demo.slnf || exit 1
part "restore pooler" restore pooler-aot/KalePool.Pooler/KalePool.Pooler.csproj || exit 1
part "build" build scripts/demo.slnf || exit 1
part "pooler (Native AOT)" build_pooler || exit 1

exec dotnet "tests/KalePool.Demo/bin/$CONFIGURATION/net10.0/kalepool-demo.dll" "${keep[@]}"
