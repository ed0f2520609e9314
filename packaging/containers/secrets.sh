#!/usr/bin/env bash
# Makes the secrets that docker-compose.yml gives to its containers, once; a file that is there already is kept. Back up secrets/master-key apart
# from the database: without it no wallet opens.
set -euo pipefail
umask 077
folder="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)/secrets"
mkdir -p "$folder"
make() { [ -s "$folder/$1" ] || printf '%s' "$2" >"$folder/$1"; }
make database-password "$(openssl rand -hex 24)"
make database-url "postgresql://kalepool:$(cat "$folder/database-password")@127.0.0.1:5433/kalepool"
make master-key "$(openssl rand -base64 32)"
make admin-key "kpa_$(openssl rand -hex 32)"
printf 'KALEPOOL_UID=%s\nKALEPOOL_GID=%s\n' "$(id -u)" "$(id -g)" >"$folder/../../../.env"
