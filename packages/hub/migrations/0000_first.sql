CREATE TABLE "attachment" (
	"workspace_id" text NOT NULL,
	"file" text NOT NULL,
	"digest" text NOT NULL,
	"media_type" text NOT NULL,
	"bytes" bigint NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "attachment_workspace_id_file_pk" PRIMARY KEY("workspace_id","file")
);
--> statement-breakpoint
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
	"removed_at" timestamp with time zone
);
--> statement-breakpoint
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
--> statement-breakpoint
CREATE TABLE "field_value" (
	"document_id" text NOT NULL,
	"path" text NOT NULL,
	"address" text NOT NULL,
	"value" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "right_grant" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"document_id" text,
	"account_id" text,
	"group_id" text,
	"right" text NOT NULL,
	CONSTRAINT "right_grant_one_holder" CHECK (num_nonnulls("right_grant"."account_id", "right_grant"."group_id") = 1)
);
--> statement-breakpoint
CREATE TABLE "kept_text" (
	"digest" text PRIMARY KEY NOT NULL,
	"text" text NOT NULL
);
--> statement-breakpoint
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
	"made_of" text NOT NULL
);
--> statement-breakpoint
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
--> statement-breakpoint
CREATE TABLE "template" (
	"workspace_id" text NOT NULL,
	"file" text NOT NULL,
	"digest" text NOT NULL,
	"companion_file" text,
	"companion_text" text,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "template_workspace_id_file_pk" PRIMARY KEY("workspace_id","file")
);
--> statement-breakpoint
CREATE TABLE "turn" (
	"document_id" text NOT NULL,
	"who" text NOT NULL,
	"what" text NOT NULL,
	"address" text NOT NULL,
	"why" text NOT NULL,
	"since" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "workspace" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"title" text NOT NULL,
	"config" text DEFAULT '' NOT NULL,
	"version" integer DEFAULT 1 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "workspace_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "hub" (
	"only" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"id" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "hub_only" CHECK ("hub"."only")
);
--> statement-breakpoint
CREATE TABLE "account" (
	"id" text PRIMARY KEY NOT NULL,
	"kind" text DEFAULT 'person' NOT NULL,
	"email" text NOT NULL,
	"name" text NOT NULL,
	"admin" boolean DEFAULT false NOT NULL,
	"password_hash" text,
	"oidc_issuer" text,
	"oidc_subject" text,
	"failed_sign_ins" integer DEFAULT 0 NOT NULL,
	"locked_until" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"ended_at" timestamp with time zone,
	CONSTRAINT "account_email_unique" UNIQUE("email"),
	CONSTRAINT "account_oidc" UNIQUE("oidc_issuer","oidc_subject"),
	CONSTRAINT "account_email_folded" CHECK ("account"."email" = lower("account"."email"))
);
--> statement-breakpoint
CREATE TABLE "people_group" (
	"id" text PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "people_group_name_unique" UNIQUE("name")
);
--> statement-breakpoint
CREATE TABLE "people_group_member" (
	"group_id" text NOT NULL,
	"account_id" text NOT NULL,
	CONSTRAINT "people_group_member_group_id_account_id_pk" PRIMARY KEY("group_id","account_id")
);
--> statement-breakpoint
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
--> statement-breakpoint
CREATE UNLOGGED TABLE "room_presence" (
	"document_id" text NOT NULL,
	"client" bigint NOT NULL,
	"clock" bigint NOT NULL,
	"state" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "room_presence_document_id_client_pk" PRIMARY KEY("document_id","client")
);
--> statement-breakpoint
CREATE TABLE "room_update" (
	"document_id" text NOT NULL,
	"sequence" bigint NOT NULL,
	"bytes" "bytea" NOT NULL,
	"who" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "room_update_document_id_sequence_pk" PRIMARY KEY("document_id","sequence")
);
--> statement-breakpoint
CREATE TABLE "room_writer" (
	"document_id" text NOT NULL,
	"client" bigint NOT NULL,
	"account_id" text NOT NULL,
	CONSTRAINT "room_writer_document_id_client_pk" PRIMARY KEY("document_id","client")
);
--> statement-breakpoint
ALTER TABLE "attachment" ADD CONSTRAINT "attachment_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document" ADD CONSTRAINT "document_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "document" ADD CONSTRAINT "document_revision_kept_text_digest_fk" FOREIGN KEY ("revision") REFERENCES "public"."kept_text"("digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event" ADD CONSTRAINT "event_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "event" ADD CONSTRAINT "event_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "field_value" ADD CONSTRAINT "field_value_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "right_grant" ADD CONSTRAINT "right_grant_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "right_grant" ADD CONSTRAINT "right_grant_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "right_grant" ADD CONSTRAINT "right_grant_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "right_grant" ADD CONSTRAINT "right_grant_group_id_people_group_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."people_group"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "projection" ADD CONSTRAINT "projection_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revision" ADD CONSTRAINT "revision_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "revision" ADD CONSTRAINT "revision_revision_kept_text_digest_fk" FOREIGN KEY ("revision") REFERENCES "public"."kept_text"("digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "template" ADD CONSTRAINT "template_workspace_id_workspace_id_fk" FOREIGN KEY ("workspace_id") REFERENCES "public"."workspace"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "template" ADD CONSTRAINT "template_digest_kept_text_digest_fk" FOREIGN KEY ("digest") REFERENCES "public"."kept_text"("digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "turn" ADD CONSTRAINT "turn_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people_group_member" ADD CONSTRAINT "people_group_member_group_id_people_group_id_fk" FOREIGN KEY ("group_id") REFERENCES "public"."people_group"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "people_group_member" ADD CONSTRAINT "people_group_member_account_id_account_id_fk" FOREIGN KEY ("account_id") REFERENCES "public"."account"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room" ADD CONSTRAINT "room_document_id_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."document"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room" ADD CONSTRAINT "room_revision_kept_text_digest_fk" FOREIGN KEY ("revision") REFERENCES "public"."kept_text"("digest") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_update" ADD CONSTRAINT "room_update_document_id_room_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."room"("document_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "room_writer" ADD CONSTRAINT "room_writer_document_id_room_document_id_fk" FOREIGN KEY ("document_id") REFERENCES "public"."room"("document_id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "document_file" ON "document" USING btree ("workspace_id","file") WHERE "document"."removed_at" is null;--> statement-breakpoint
CREATE INDEX "document_updated" ON "document" USING btree ("workspace_id","updated_at","id");--> statement-breakpoint
CREATE INDEX "event_document" ON "event" USING btree ("document_id","sequence");--> statement-breakpoint
CREATE UNIQUE INDEX "event_sequence" ON "event" USING btree ("sequence");--> statement-breakpoint
CREATE INDEX "field_value_path" ON "field_value" USING btree ("path","value","document_id");--> statement-breakpoint
CREATE INDEX "field_value_document" ON "field_value" USING btree ("document_id");--> statement-breakpoint
CREATE UNIQUE INDEX "right_grant_holder" ON "right_grant" USING btree ("workspace_id",coalesce("document_id", ''),coalesce("account_id", "group_id"));--> statement-breakpoint
CREATE INDEX "right_grant_account" ON "right_grant" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "right_grant_group" ON "right_grant" USING btree ("group_id");--> statement-breakpoint
CREATE INDEX "projection_status" ON "projection" USING btree ("workspace_id","status");--> statement-breakpoint
CREATE INDEX "projection_title" ON "projection" USING btree ("workspace_id","title");--> statement-breakpoint
CREATE INDEX "turn_who" ON "turn" USING btree ("who");--> statement-breakpoint
CREATE INDEX "turn_document" ON "turn" USING btree ("document_id");--> statement-breakpoint
CREATE INDEX "people_group_member_account" ON "people_group_member" USING btree ("account_id");--> statement-breakpoint
CREATE INDEX "room_uncut" ON "room" USING btree ("written_at") WHERE "room"."sequence" > "room"."revision_sequence";--> statement-breakpoint
CREATE INDEX "room_presence_at" ON "room_presence" USING btree ("at");