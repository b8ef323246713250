CREATE TABLE "attachment" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "attachment_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" text NOT NULL,
	"document_id" text,
	"file" text NOT NULL,
	"digest" text NOT NULL,
	"media_type" text NOT NULL,
	"bytes" bigint NOT NULL,
	"account_id" text,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone
);

CREATE TABLE "document_link" (
	"document_id" text NOT NULL,
	"position" integer NOT NULL,
	"path" text,
	"number" text,
	"fragment" text,
	"kind" text NOT NULL,
	"address" text NOT NULL,
	CONSTRAINT "document_link_document_id_position_pk" PRIMARY KEY("document_id","position")
);

CREATE TABLE "kept_bytes" (
	"digest" text PRIMARY KEY NOT NULL,
	"bytes" "bytea" NOT NULL
);

CREATE TABLE "audit_entry" (
	"id" text PRIMARY KEY NOT NULL,
	"sequence" bigint GENERATED ALWAYS AS IDENTITY (sequence name "audit_entry_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"at" timestamp with time zone NOT NULL,
	"body" text,
	"digest" text NOT NULL,
	"reading" boolean DEFAULT false NOT NULL,
	"account_id" text,
	"what" text,
	"workspace_id" text,
	"document_id" text,
	"position" bigint,
	"hash" text
);

CREATE TABLE "change" (
	"sequence" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "change_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"transaction" "xid8" DEFAULT pg_current_xact_id() NOT NULL,
	"workspace_id" text NOT NULL,
	"document_id" text,
	"kind" text NOT NULL,
	"account_id" text,
	"notification_id" text,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "document" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"file" text NOT NULL,
	"version" integer NOT NULL,
	"revision" text NOT NULL,
	"companion_file" text,
	"companion_text" text,
	"restricted" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp with time zone,
	"removed" boolean GENERATED ALWAYS AS (removed_at is not null) STORED NOT NULL,
	CONSTRAINT "document_standing" UNIQUE("id","workspace_id","restricted","removed")
);

CREATE TABLE "event" (
	"id" text PRIMARY KEY NOT NULL,
	"sequence" bigint GENERATED ALWAYS AS IDENTITY (sequence name "event_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"document_id" text NOT NULL,
	"kind" text NOT NULL,
	"body" jsonb NOT NULL,
	"assurance" text NOT NULL,
	"account_id" text,
	"recorded_at" timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "field_value" (
	"document_id" text NOT NULL,
	"path" text NOT NULL,
	"address" text NOT NULL,
	"value" text NOT NULL,
	"number" double precision GENERATED ALWAYS AS ((substring(value from '^-?[0-9]{1,15}(?:[.][0-9]{1,9})?'))::double precision) STORED
);

CREATE TABLE "right_grant" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"document_id" text,
	"account_id" text,
	"group_id" text,
	"right" text NOT NULL,
	CONSTRAINT "right_grant_one_holder" CHECK (num_nonnulls("right_grant"."account_id", "right_grant"."group_id") = 1)
);

CREATE TABLE "kept_text" (
	"digest" text PRIMARY KEY NOT NULL,
	"text" text NOT NULL
);

CREATE TABLE "projection" (
	"document_id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"title" text NOT NULL,
	"number" text,
	"template" text,
	"claimed" text,
	"status" text,
	"archived" boolean DEFAULT false NOT NULL,
	"author" text[] NOT NULL,
	"owner" text,
	"team" text,
	"decide_by" text,
	"since" timestamp with time zone,
	"errors" integer NOT NULL,
	"warnings" integer NOT NULL,
	"open_questions" integer NOT NULL,
	"blocking_threads" integer NOT NULL,
	"gate_met" integer NOT NULL,
	"gate_all" integer NOT NULL,
	"next_state" text,
	"data" jsonb NOT NULL,
	"made_of" text NOT NULL,
	"rules" integer DEFAULT 0 NOT NULL
);

CREATE TABLE "revision" (
	"document_id" text NOT NULL,
	"version" integer NOT NULL,
	"revision" text NOT NULL,
	"companion_text" text,
	"authors" text[] NOT NULL,
	"lines" jsonb NOT NULL,
	"via" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	CONSTRAINT "revision_document_id_version_pk" PRIMARY KEY("document_id","version")
);

CREATE TABLE "template" (
	"workspace_id" text NOT NULL,
	"file" text NOT NULL,
	"digest" text NOT NULL,
	"companion_file" text,
	"companion_text" text,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "template_workspace_id_file_pk" PRIMARY KEY("workspace_id","file")
);

CREATE TABLE "turn" (
	"document_id" text NOT NULL,
	"who" text NOT NULL,
	"what" text NOT NULL,
	"address" text NOT NULL,
	"why" text NOT NULL,
	"since" timestamp with time zone
);

CREATE TABLE "workspace" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"title" text NOT NULL,
	"config" text DEFAULT '' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"removed_at" timestamp with time zone
);

CREATE TABLE "hub" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "hub_only" CHECK ("hub"."only")
);

CREATE TABLE "kept_conflict" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"document_id" text,
	"file" text NOT NULL,
	"beside" text NOT NULL,
	"digest" text NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"written_at" timestamp with time zone,
	"resolved_at" timestamp with time zone
);

CREATE TABLE "mirror" (
	"workspace_id" text PRIMARY KEY NOT NULL,
	"folder" text NOT NULL,
	"account_id" text NOT NULL,
	"rules" text NOT NULL,
	"trouble" text,
	"seen_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "mirrored_file" (
	"workspace_id" text NOT NULL,
	"file" text NOT NULL,
	"kind" text NOT NULL,
	"document_id" text,
	"digest" text,
	"companion" text,
	"replaced" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"trouble" text,
	CONSTRAINT "mirrored_file_workspace_id_file_pk" PRIMARY KEY("workspace_id","file")
);

CREATE TABLE "account" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text DEFAULT 'person' NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"admin" boolean DEFAULT false NOT NULL,
	"password_hash" text,
	"oidc_issuer" text,
	"oidc_subject" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "account_email_unique" UNIQUE("email"),
	CONSTRAINT "account_oidc" UNIQUE("oidc_issuer","oidc_subject"),
	CONSTRAINT "account_email_folded" CHECK ("account"."email" = lower("account"."email"))
);

CREATE TABLE "people_group" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "people_group_name_unique" UNIQUE("name")
);

CREATE TABLE "people_group_member" (
	"group_id" text NOT NULL,
	"account_id" text NOT NULL,
	CONSTRAINT "people_group_member_group_id_account_id_pk" PRIMARY KEY("group_id","account_id")
);

CREATE TABLE "register_row" (
	"document_id" text NOT NULL,
	"register" text NOT NULL,
	"position" integer NOT NULL,
	"sorted" text NOT NULL,
	"row" jsonb NOT NULL,
	CONSTRAINT "register_row_document_id_register_position_pk" PRIMARY KEY("document_id","register","position")
);

CREATE TABLE "keyed_request" (
	"account_id" text NOT NULL,
	"route" text NOT NULL,
	"key" text NOT NULL,
	"digest" text NOT NULL,
	"status" integer,
	"answer" text,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "keyed_request_account_id_route_key_pk" PRIMARY KEY("account_id","route","key")
);

CREATE TABLE "reaction" (
	"document_id" text NOT NULL,
	"event_id" text NOT NULL,
	"account_id" text NOT NULL,
	"sign" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "reaction_event_id_account_id_sign_pk" PRIMARY KEY("event_id","account_id","sign")
);

CREATE TABLE "room" (
	"document_id" text PRIMARY KEY NOT NULL,
	"sequence" bigint DEFAULT 0 NOT NULL,
	"snapshot" "bytea" NOT NULL,
	"snapshot_sequence" bigint DEFAULT 0 NOT NULL,
	"revision" text NOT NULL,
	"revision_state" "bytea" NOT NULL,
	"revision_sequence" bigint DEFAULT 0 NOT NULL,
	"authors" text[] DEFAULT '{}' NOT NULL,
	"written_at" timestamp with time zone DEFAULT now() NOT NULL
);

CREATE UNLOGGED TABLE "room_presence" (
	"document_id" text NOT NULL,
	"client" bigint NOT NULL,
	"clock" bigint NOT NULL,
	"state" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "room_presence_document_id_client_pk" PRIMARY KEY("document_id","client")
);

CREATE TABLE "room_update" (
	"document_id" text NOT NULL,
	"sequence" bigint NOT NULL,
	"bytes" "bytea" NOT NULL,
	"who" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "room_update_document_id_sequence_pk" PRIMARY KEY("document_id","sequence")
);

CREATE TABLE "room_writer" (
	"document_id" text NOT NULL,
	"client" bigint NOT NULL,
	"account_id" text NOT NULL,
	CONSTRAINT "room_writer_document_id_client_pk" PRIMARY KEY("document_id","client")
);

CREATE TABLE "search_counted" (
	"key" bigint NOT NULL,
	"values" text NOT NULL
);

CREATE TABLE "search_document" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"restricted" boolean NOT NULL,
	"removed" boolean NOT NULL,
	"removed_at" timestamp with time zone GENERATED ALWAYS AS (case when removed then timestamptz 'epoch' end) STORED,
	"title" text NOT NULL,
	"standing" bigint NOT NULL,
	"authors" bigint NOT NULL,
	"turns" bigint NOT NULL,
	"updated_at" timestamp with time zone NOT NULL,
	"words" "tsvector" NOT NULL
);

CREATE TABLE "search_part" (
	"document_id" text NOT NULL,
	"key" text NOT NULL,
	"kind" text NOT NULL,
	"address" text NOT NULL,
	"thread" text,
	"heading" text NOT NULL,
	"text" text NOT NULL,
	"words" "tsvector" NOT NULL,
	"digest" text NOT NULL,
	CONSTRAINT "search_part_document_id_key_pk" PRIMARY KEY("document_id","key")
);

CREATE TABLE "search_word" (
	"word" text NOT NULL,
	"trigrams" text[] NOT NULL
);

CREATE TABLE "absence" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"from_day" date,
	"until_day" date
);

CREATE TABLE "api_token" (
	"id" text PRIMARY KEY NOT NULL,
	"secret_digest" text NOT NULL,
	"account_id" text NOT NULL,
	"name" text NOT NULL,
	"right" text NOT NULL,
	"workspace_id" text,
	"made_by" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	"last_used_at" timestamp with time zone,
	CONSTRAINT "api_token_secret_digest_unique" UNIQUE("secret_digest")
);

CREATE TABLE "failed_sign_in" (
	"key" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"last_at" timestamp with time zone NOT NULL,
	"locked_until" timestamp with time zone
);

CREATE TABLE "oidc_sign_in" (
	"state_digest" text PRIMARY KEY NOT NULL,
	"nonce" text NOT NULL,
	"code_verifier" text NOT NULL,
	"return_to" text NOT NULL,
	"link_digest" text,
	"session_id" text,
	"expires_at" timestamp with time zone NOT NULL
);

CREATE TABLE "one_time_link" (
	"id" text PRIMARY KEY NOT NULL,
	"secret_digest" text NOT NULL,
	"purpose" text NOT NULL,
	"email" text,
	"account_id" text,
	"admin" boolean DEFAULT false NOT NULL,
	"workspace_id" text,
	"right" text,
	"group_id" text,
	"made_by" text,
	"created_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "one_time_link_secret_digest_unique" UNIQUE("secret_digest"),
	CONSTRAINT "one_time_link_right" CHECK (("one_time_link"."workspace_id" is null) = ("one_time_link"."right" is null))
);

CREATE TABLE "role_owner" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"role" text NOT NULL,
	"account_id" text,
	"group_id" text,
	"deputy" boolean NOT NULL,
	CONSTRAINT "role_owner_one_holder" CHECK (num_nonnulls("role_owner"."account_id", "role_owner"."group_id") = 1)
);

CREATE TABLE "session" (
	"id" text PRIMARY KEY NOT NULL,
	"secret_digest" text NOT NULL,
	"account_id" text NOT NULL,
	"method" text NOT NULL,
	"device" text NOT NULL,
	"address" text NOT NULL,
	"created_at" timestamp with time zone NOT NULL,
	"authenticated_at" timestamp with time zone,
	"last_seen_at" timestamp with time zone NOT NULL,
	"expires_at" timestamp with time zone NOT NULL,
	CONSTRAINT "session_secret_digest_unique" UNIQUE("secret_digest")
);

CREATE TABLE "notification" (
	"id" text PRIMARY KEY NOT NULL,
	"account_id" text NOT NULL,
	"document_id" text,
	"kind" text NOT NULL,
	"what" text NOT NULL,
	"address" text NOT NULL,
	"why" text NOT NULL,
	"by" text,
	"at" timestamp with time zone NOT NULL,
	"read_at" timestamp with time zone
);

CREATE TABLE "nudge" (
	"turn" text PRIMARY KEY NOT NULL,
	"document_id" text NOT NULL,
	"account_id" text,
	"at" timestamp with time zone DEFAULT now() NOT NULL
);

CREATE TABLE "outbox" (
	"id" text PRIMARY KEY NOT NULL,
	"sequence" bigint GENERATED ALWAYS AS IDENTITY (sequence name "outbox_sequence_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"topic" text NOT NULL,
	"key" text,
	"body" jsonb NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"due_at" timestamp with time zone DEFAULT now() NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"done_at" timestamp with time zone,
	"dead_at" timestamp with time zone,
	"reason" text,
	CONSTRAINT "outbox_key_unique" UNIQUE("key")
);

CREATE TABLE "snooze" (
	"account_id" text NOT NULL,
	"turn" text NOT NULL,
	"document_id" text NOT NULL,
	"until" timestamp with time zone NOT NULL,
	CONSTRAINT "snooze_account_id_turn_pk" PRIMARY KEY("account_id","turn")
);

CREATE TABLE "telling_choice" (
	"account_id" text PRIMARY KEY NOT NULL,
	"digest" text DEFAULT 'daily' NOT NULL,
	"hour" integer DEFAULT 8 NOT NULL,
	"zone" text DEFAULT 'UTC' NOT NULL,
	"unsubscribe" text NOT NULL,
	"told_on" text,
	CONSTRAINT "telling_choice_unsubscribe_unique" UNIQUE("unsubscribe"),
	CONSTRAINT "telling_choice_hour" CHECK ("telling_choice"."hour" between 0 and 23)
);

CREATE TABLE "webhook" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"account_id" text NOT NULL,
	"url" text NOT NULL,
	"kinds" text[] NOT NULL,
	"secret" text NOT NULL,
	"old_secret" text,
	"old_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"failures" integer DEFAULT 0 NOT NULL,
	"failing_since" timestamp with time zone,
	"quiet_until" timestamp with time zone,
	"on" boolean DEFAULT true NOT NULL,
	"off_why" text
);

ALTER TABLE "attachment" ADD CONSTRAINT "attachment_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_digest_kept_bytes_digest_fk" FOREIGN KEY ("digest") REFERENCES "public"."kept_bytes"("digest") ON DELETE no action ON UPDATE no action;
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "document_link" ADD CONSTRAINT "document_link_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "change" ADD CONSTRAINT "change_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "change" ADD CONSTRAINT "change_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "change" ADD CONSTRAINT "change_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "document" ADD CONSTRAINT "document_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "document" ADD CONSTRAINT "document_revision_kept_text_digest_fk" FOREIGN KEY ("revision") REFERENCES "public"."kept_text"("digest") ON DELETE no action ON UPDATE no action;
ALTER TABLE "event" ADD CONSTRAINT "event_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "event" ADD CONSTRAINT "event_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "field_value" ADD CONSTRAINT "field_value_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "right_grant" ADD CONSTRAINT "right_grant_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "right_grant" ADD CONSTRAINT "right_grant_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "right_grant" ADD CONSTRAINT "right_grant_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "right_grant" ADD CONSTRAINT "right_grant_group_id_people_group_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."people_group"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "projection" ADD CONSTRAINT "projection_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "revision" ADD CONSTRAINT "revision_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "revision" ADD CONSTRAINT "revision_revision_kept_text_digest_fk" FOREIGN KEY ("revision") REFERENCES "public"."kept_text"("digest") ON DELETE no action ON UPDATE no action;
ALTER TABLE "template" ADD CONSTRAINT "template_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "template" ADD CONSTRAINT "template_digest_kept_text_digest_fk" FOREIGN KEY ("digest") REFERENCES "public"."kept_text"("digest") ON DELETE no action ON UPDATE no action;
ALTER TABLE "turn" ADD CONSTRAINT "turn_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "kept_conflict" ADD CONSTRAINT "kept_conflict_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "kept_conflict" ADD CONSTRAINT "kept_conflict_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "kept_conflict" ADD CONSTRAINT "kept_conflict_digest_kept_text_digest_fk" FOREIGN KEY ("digest") REFERENCES "public"."kept_text"("digest") ON DELETE no action ON UPDATE no action;
ALTER TABLE "mirror" ADD CONSTRAINT "mirror_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "mirror" ADD CONSTRAINT "mirror_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "mirrored_file" ADD CONSTRAINT "mirrored_file_workspace_id_mirror_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."mirror"("workspace_id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "mirrored_file" ADD CONSTRAINT "mirrored_file_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "mirrored_file" ADD CONSTRAINT "mirrored_file_digest_kept_text_digest_fk" FOREIGN KEY ("digest") REFERENCES "public"."kept_text"("digest") ON DELETE no action ON UPDATE no action;
ALTER TABLE "people_group_member" ADD CONSTRAINT "people_group_member_group_id_people_group_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."people_group"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "people_group_member" ADD CONSTRAINT "people_group_member_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "register_row" ADD CONSTRAINT "register_row_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "keyed_request" ADD CONSTRAINT "keyed_request_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "reaction" ADD CONSTRAINT "reaction_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "reaction" ADD CONSTRAINT "reaction_event_id_event_id_fk" FOREIGN KEY ("event_id") REFERENCES "public"."event"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "reaction" ADD CONSTRAINT "reaction_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "room" ADD CONSTRAINT "room_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "room" ADD CONSTRAINT "room_revision_kept_text_digest_fk" FOREIGN KEY ("revision") REFERENCES "public"."kept_text"("digest") ON DELETE no action ON UPDATE no action;
ALTER TABLE "room_update" ADD CONSTRAINT "room_update_document_id_room_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."room"("document_id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "room_writer" ADD CONSTRAINT "room_writer_document_id_room_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."room"("document_id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "search_document" ADD CONSTRAINT "search_document_standing" FOREIGN KEY ("id","workspace_id","restricted","removed") REFERENCES "public"."document"("id","workspace_id","restricted","removed") ON DELETE cascade ON UPDATE cascade;
ALTER TABLE "search_part" ADD CONSTRAINT "search_part_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "absence" ADD CONSTRAINT "absence_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "api_token" ADD CONSTRAINT "api_token_made_by_account_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "oidc_sign_in" ADD CONSTRAINT "oidc_sign_in_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."session"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "one_time_link" ADD CONSTRAINT "one_time_link_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "one_time_link" ADD CONSTRAINT "one_time_link_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "one_time_link" ADD CONSTRAINT "one_time_link_group_id_people_group_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."people_group"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "one_time_link" ADD CONSTRAINT "one_time_link_made_by_account_id_fk" FOREIGN KEY ("made_by") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "role_owner" ADD CONSTRAINT "role_owner_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "role_owner" ADD CONSTRAINT "role_owner_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "role_owner" ADD CONSTRAINT "role_owner_group_id_people_group_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."people_group"("id") ON DELETE no action ON UPDATE no action;
ALTER TABLE "session" ADD CONSTRAINT "session_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "notification" ADD CONSTRAINT "notification_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "notification" ADD CONSTRAINT "notification_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "nudge" ADD CONSTRAINT "nudge_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "nudge" ADD CONSTRAINT "nudge_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE set null ON UPDATE no action;
ALTER TABLE "snooze" ADD CONSTRAINT "snooze_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "snooze" ADD CONSTRAINT "snooze_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "telling_choice" ADD CONSTRAINT "telling_choice_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "webhook" ADD CONSTRAINT "webhook_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;
ALTER TABLE "webhook" ADD CONSTRAINT "webhook_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;
CREATE UNIQUE INDEX "attachment_file" ON "attachment" USING btree ("workspace_id","file",coalesce("document_id", '')) WHERE "attachment"."ended_at" is null;
CREATE INDEX "attachment_document" ON "attachment" USING btree ("document_id");
CREATE INDEX "attachment_digest" ON "attachment" USING btree ("digest");
CREATE INDEX "document_link_path" ON "document_link" USING btree ("path","document_id");
CREATE INDEX "document_link_number" ON "document_link" USING btree ("number","document_id") WHERE "document_link"."number" is not null;
CREATE UNIQUE INDEX "audit_entry_position" ON "audit_entry" USING btree ("position");
CREATE INDEX "audit_entry_unchained" ON "audit_entry" USING btree ("sequence") WHERE "audit_entry"."position" is null;
CREATE INDEX "audit_entry_document" ON "audit_entry" USING btree ("document_id","sequence");
CREATE INDEX "audit_entry_workspace" ON "audit_entry" USING btree ("workspace_id","sequence");
CREATE INDEX "audit_entry_account" ON "audit_entry" USING btree ("account_id","sequence");
CREATE INDEX "audit_entry_reading" ON "audit_entry" USING btree ("at") WHERE "audit_entry"."reading";
CREATE INDEX "change_order" ON "change" USING btree ("transaction","sequence");
CREATE INDEX "change_at" ON "change" USING btree ("at");
CREATE UNIQUE INDEX "document_file" ON "document" USING btree ("workspace_id","file") WHERE "document"."removed_at" is null;
CREATE INDEX "document_updated" ON "document" USING btree ("workspace_id","updated_at","id");
CREATE INDEX "event_document" ON "event" USING btree ("document_id","sequence");
CREATE UNIQUE INDEX "event_sequence" ON "event" USING btree ("sequence");
CREATE INDEX "field_value_number" ON "field_value" USING btree ("path","number","document_id") WHERE "field_value"."number" is not null;
CREATE INDEX "field_value_path" ON "field_value" USING btree ("path","value","document_id");
CREATE INDEX "field_value_document" ON "field_value" USING btree ("document_id");
CREATE UNIQUE INDEX "right_grant_holder" ON "right_grant" USING btree ("workspace_id",coalesce("document_id", ''),coalesce("account_id", "group_id"));
CREATE INDEX "right_grant_account" ON "right_grant" USING btree ("account_id");
CREATE INDEX "right_grant_group" ON "right_grant" USING btree ("group_id");
CREATE INDEX "projection_status" ON "projection" USING btree ("workspace_id","status");
CREATE INDEX "projection_title" ON "projection" USING btree ("workspace_id","title");
CREATE INDEX "turn_who" ON "turn" USING btree (lower("who"));
CREATE INDEX "turn_since" ON "turn" USING btree ("since","document_id");
CREATE INDEX "turn_document" ON "turn" USING btree ("document_id");
CREATE UNIQUE INDEX "workspace_name" ON "workspace" USING btree ("name") WHERE "workspace"."removed_at" is null;
CREATE INDEX "kept_conflict_document" ON "kept_conflict" USING btree ("document_id");
CREATE UNIQUE INDEX "kept_conflict_open" ON "kept_conflict" USING btree ("workspace_id","beside") WHERE "kept_conflict"."resolved_at" is null;
CREATE INDEX "mirrored_file_document" ON "mirrored_file" USING btree ("document_id");
CREATE INDEX "mirrored_file_trouble" ON "mirrored_file" USING btree ("workspace_id") WHERE "mirrored_file"."trouble" is not null;
CREATE INDEX "people_group_member_account" ON "people_group_member" USING btree ("account_id");
CREATE INDEX "register_row_order" ON "register_row" USING btree ("register","sorted","document_id","position");
CREATE INDEX "register_row_decide" ON "register_row" USING btree (("row"->>'decideBy')) WHERE "register_row"."register" = 'stuck';
CREATE INDEX "keyed_request_at" ON "keyed_request" USING btree ("at");
CREATE INDEX "reaction_document" ON "reaction" USING btree ("document_id");
CREATE INDEX "room_uncut" ON "room" USING btree ("written_at") WHERE "room"."sequence" > "room"."revision_sequence";
CREATE INDEX "room_presence_at" ON "room_presence" USING btree ("at");
CREATE INDEX "search_counted_key" ON "search_counted" USING btree ("key");
CREATE INDEX "search_document_words" ON "search_document" USING gin ("words");
CREATE INDEX "search_document_updated" ON "search_document" USING btree ("updated_at","id");
CREATE INDEX "search_document_workspace_updated" ON "search_document" USING btree ("workspace_id","updated_at","id");
CREATE INDEX "search_document_title" ON "search_document" USING btree ("title","id");
CREATE INDEX "search_document_workspace_title" ON "search_document" USING btree ("workspace_id","title","id");
CREATE INDEX "search_part_words" ON "search_part" USING gin ("words");
CREATE INDEX "search_word_word" ON "search_word" USING btree ("word" text_pattern_ops);
CREATE INDEX "search_word_trigrams" ON "search_word" USING gin ("trigrams");
CREATE INDEX "absence_account" ON "absence" USING btree ("account_id");
CREATE INDEX "api_token_account" ON "api_token" USING btree ("account_id");
CREATE INDEX "one_time_link_email" ON "one_time_link" USING btree ("email");
CREATE UNIQUE INDEX "role_owner_holder" ON "role_owner" USING btree ("workspace_id","role",coalesce("account_id", "group_id"));
CREATE INDEX "session_account" ON "session" USING btree ("account_id");
CREATE INDEX "notification_account" ON "notification" USING btree ("account_id","at","id");
CREATE INDEX "notification_unread" ON "notification" USING btree ("account_id") WHERE "notification"."read_at" is null;
CREATE INDEX "outbox_due" ON "outbox" USING btree ("topic","due_at") WHERE "outbox"."done_at" is null and "outbox"."dead_at" is null;
CREATE INDEX "outbox_webhook" ON "outbox" USING btree (("body" ->> 'webhook'),"sequence") WHERE "outbox"."topic" = 'webhook';
CREATE INDEX "outbox_dead" ON "outbox" USING btree ("dead_at") WHERE "outbox"."dead_at" is not null;
CREATE INDEX "outbox_done" ON "outbox" USING btree ("at") WHERE "outbox"."done_at" is not null or "outbox"."dead_at" is not null;
CREATE INDEX "webhook_workspace" ON "webhook" USING btree ("workspace_id");
