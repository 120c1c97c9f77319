CREATE TABLE "activity" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "activity_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"deed" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	"via" text NOT NULL,
	"record_table" text NOT NULL,
	"record" uuid,
	"title" text,
	"table_name" text NOT NULL,
	"key" jsonb NOT NULL,
	"operation" text NOT NULL,
	"before" jsonb,
	"after" jsonb,
	"undone_at" timestamp with time zone,
	"undoes" uuid
);
--> statement-breakpoint
ALTER TABLE "activity" ADD CONSTRAINT "activity_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "activity_deeds" ON "activity" USING btree ("owner_id","deed","id");--> statement-breakpoint
CREATE INDEX "activity_records" ON "activity" USING btree ("owner_id","record","id");