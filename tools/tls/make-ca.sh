#!/usr/bin/env bash
# A private certificate authority for trying profile "tls". Needs openssl (1.1.1 or later).
set -euo pipefail
umask 077

usage() {
  cat <<'EOF'
Usage: make-ca.sh init FOLDER [HOST…]         an authority, and certificates named edge and device
       make-ca.sh issue FOLDER NAME [HOST…]   one more certificate, or a new one in place of an old

HOST is what the holder is called by: a DNS name or an IP address (localhost and 127.0.0.1 if there is none).
FOLDER gets ca.crt, ca.key and for every NAME a NAME.crt and NAME.key, all in PEM.
Environment: DAYS, how long a certificate is valid (90).

For trying it, not for production: the authority's key lies in the same folder, without a passphrase.
EOF
}

fail() {
  echo "make-ca.sh: $1" >&2
  exit 2
}

new_key() {
  openssl genpkey -quiet -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1" 2>/dev/null ||
    openssl genpkey -algorithm EC -pkeyopt ec_paramgen_curve:P-256 -out "$1"
}

make_authority() {
  [[ ! -e "$folder/ca.key" ]] || fail "$folder holds an authority already"
  mkdir -p "$folder"
  new_key "$folder/ca.key"
  openssl req -x509 -new -sha256 -key "$folder/ca.key" -days 3650 -out "$folder/ca.crt" \
    -subj "/O=Isthmus/CN=private authority $(openssl rand -hex 4)" -config <(authority_extensions) -extensions authority
}

authority_extensions() {
  cat <<'EOF'
[req]
distinguished_name = name
[name]
[authority]
basicConstraints = critical, CA:TRUE, pathlen:0
keyUsage = critical, keyCertSign, cRLSign
subjectKeyIdentifier = hash
EOF
}

# The device is a client of the edge and a server of its applications, so every certificate is for both.
holder_extensions() {
  cat <<EOF
basicConstraints = critical, CA:FALSE
keyUsage = critical, digitalSignature
extendedKeyUsage = serverAuth, clientAuth
subjectAltName = $(alternative_names "$@")
EOF
}

alternative_names() {
  local host names=()
  for host in "$@"; do
    if [[ "$host" =~ ^[0-9.]+$ || "$host" == *:* ]]; then names+=("IP:$host"); else names+=("DNS:$host"); fi
  done
  (IFS=,; echo "${names[*]}")
}

# Key and certificate are made aside and moved into place, so that a service never reads half of one.
issue() {
  local name="$1" work
  shift
  [[ -f "$folder/ca.key" ]] || fail "$folder holds no authority: make-ca.sh init $folder"
  [[ "$name" =~ ^[A-Za-z0-9._-]+$ && "$name" != ca ]] || fail "'$name' cannot be the name of a certificate"
  [[ $# -gt 0 ]] || set -- localhost 127.0.0.1
  work="$(mktemp -d "$folder/.new.XXXXXX")"
  trap 'rm -rf "$work"' RETURN
  new_key "$work/key"
  openssl req -new -sha256 -key "$work/key" -subj "/O=Isthmus/CN=$name" -config <(authority_extensions) -out "$work/request"
  openssl x509 -req -sha256 -in "$work/request" -CA "$folder/ca.crt" -CAkey "$folder/ca.key" \
    -set_serial "0x$(openssl rand -hex 16 | sed 's/^./1/')" -days "${DAYS:-90}" -extfile <(holder_extensions "$@") \
    -out "$work/crt" 2>/dev/null
  mv "$work/key" "$folder/$name.key"
  mv "$work/crt" "$folder/$name.crt"
  echo "$folder/$name.crt: $name, for $(alternative_names "$@"), ${DAYS:-90} days"
}

case "${1:-}" in
  "" | -h | --help | help)
    usage
    ;;
  init)
    [[ $# -ge 2 ]] || fail "init needs a folder; --help says more"
    command -v openssl >/dev/null || fail "openssl is needed: apt install openssl"
    folder="$2"
    make_authority
    issue edge "${@:3}"
    issue device "${@:3}"
    ;;
  issue)
    [[ $# -ge 3 ]] || fail "issue needs a folder and a name; --help says more"
    command -v openssl >/dev/null || fail "openssl is needed: apt install openssl"
    folder="$2"
    issue "${@:3}"
    ;;
  *)
    fail "there is no command '$1'; --help says more"
    ;;
esac
