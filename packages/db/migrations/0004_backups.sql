CREATE TABLE "backups" (
	"id" uuid PRIMARY KEY NOT NULL,
	"name" text NOT NULL,
	"place" text NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"bytes" bigint NOT NULL,
	"sha256" text,
	"migration" text,
	"encrypted" boolean NOT NULL,
	"verified_at" timestamp with time zone,
	"fault" text,
	"removed_at" timestamp with time zone,
	CONSTRAINT "backups_name_place" UNIQUE("name","place")
);
--> statement-breakpoint
CREATE INDEX "backups_there" ON "backups" USING btree ("place","made_at") WHERE "backups"."removed_at" is null;