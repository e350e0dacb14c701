-- Sets up a PostgreSQL database that a team's ledgers merge through. Run it once, as the owner of
-- the database:
--
--     psql DATABASE -f postgres.sql
--
-- then let each operator's own role in:   GRANT exchange_ledger TO olena;
--
-- The database holds the events alone, as the eventsourcing library's recorder keeps them. Whoever
-- is let in may read and add events and take the lock that keeps them in order (which PostgreSQL
-- grants with UPDATE only); nobody may change or remove any, and a trigger refuses it to owners too.

BEGIN;

DO $$
BEGIN
    IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'exchange_ledger') THEN
        CREATE ROLE exchange_ledger NOLOGIN;
    END IF;
END
$$;

CREATE TABLE IF NOT EXISTS public.stored_events (
    originator_id uuid NOT NULL,
    originator_version bigint NOT NULL,
    topic text,
    state bytea,
    notification_id bigserial,
    PRIMARY KEY (originator_id, originator_version)
);

CREATE UNIQUE INDEX IF NOT EXISTS stored_events_notification_id_idx
    ON public.stored_events (notification_id);

DO $$
BEGIN
    IF to_regtype('public.stored_event_uuid') IS NULL THEN
        CREATE TYPE public.stored_event_uuid AS (
            originator_id uuid, originator_version bigint, topic text, state bytea
        );
    END IF;
END
$$;

CREATE OR REPLACE FUNCTION public.stored_events_append_only() RETURNS trigger
LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'stored_events is append-only: % is refused', TG_OP;
END
$$;

DROP TRIGGER IF EXISTS append_only ON public.stored_events;
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON public.stored_events
    FOR EACH STATEMENT EXECUTE FUNCTION public.stored_events_append_only();

REVOKE ALL ON public.stored_events FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO exchange_ledger;
GRANT SELECT, INSERT, UPDATE ON public.stored_events TO exchange_ledger;
GRANT USAGE ON SEQUENCE public.stored_events_notification_id_seq TO exchange_ledger;

COMMIT;
