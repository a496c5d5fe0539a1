#!/bin/sh
# Makes the two roles of the service: diagnosis_owner owns the database and its tables,
# diagnosis_service serves, owns nothing, and is bound by row security. The image of PostgreSQL
# runs this once, on an empty volume. On a database from before there were two roles run it by
# hand, and `migrate` after it; to run it again renews the passwords and changes nothing else.
#
# Reads POSTGRES_USER (a superuser), POSTGRES_DB, and OWNER_PASSWORD and SERVICE_PASSWORD, or the
# files that OWNER_PASSWORD_FILE and SERVICE_PASSWORD_FILE name.
(
  set -eu

  password() { # NAME: prints the variable, or the first line of the file that NAME_FILE names
    eval "text=\${$1:-} file=\${$1_FILE:-}"
    if [ -z "$text" ] && [ -n "$file" ]; then
      text=$(head -n 1 "$file")
    fi
    if [ -z "$text" ]; then
      echo "make-roles: set $1 or $1_FILE" >&2
      return 1
    fi
    printf %s "$text"
  }

  owner_password=$(password OWNER_PASSWORD)
  service_password=$(password SERVICE_PASSWORD)
  # Passwords go by the environment: arguments are seen by every process of the machine.
  OWNER_PASSWORD=$owner_password SERVICE_PASSWORD=$service_password \
    psql --no-psqlrc --quiet --set=ON_ERROR_STOP=1 --username "$POSTGRES_USER" \
    --dbname "$POSTGRES_DB" <<'SQL'
\getenv owner_password OWNER_PASSWORD
\getenv service_password SERVICE_PASSWORD
SET client_min_messages = warning;
BEGIN;
SET LOCAL log_statement = 'none';
SET LOCAL log_min_error_statement = 'panic';
SELECT format('CREATE ROLE %I', wanted) FROM unnest(ARRAY['diagnosis_owner', 'diagnosis_service'])
  AS wanted WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = wanted) \gexec
ALTER ROLE diagnosis_owner LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION
  CREATEDB PASSWORD :'owner_password';
ALTER ROLE diagnosis_service LOGIN NOSUPERUSER NOBYPASSRLS NOCREATEROLE NOREPLICATION
  NOCREATEDB PASSWORD :'service_password';
SELECT format('ALTER DATABASE %I OWNER TO diagnosis_owner', current_database()) \gexec
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
GRANT USAGE, CREATE ON SCHEMA public TO diagnosis_owner;
SELECT format('ALTER TABLE public.%I OWNER TO diagnosis_owner', tablename)
  FROM pg_tables WHERE schemaname = 'public' \gexec
SELECT format('ALTER FUNCTION %s OWNER TO diagnosis_owner', CAST(oid AS regprocedure))
  FROM pg_proc WHERE pronamespace = CAST('public' AS regnamespace)
  AND NOT EXISTS (SELECT FROM pg_depend WHERE objid = pg_proc.oid AND deptype = 'e') \gexec
COMMIT;
SQL
)
