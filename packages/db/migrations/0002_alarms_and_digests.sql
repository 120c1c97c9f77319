CREATE TABLE "alarms" (
	"id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"subject" text NOT NULL,
	"message" text NOT NULL,
	"raised_at" timestamp with time zone NOT NULL,
	"cleared_at" timestamp with time zone,
	"acknowledged_at" timestamp with time zone,
	"told_raised_at" timestamp with time zone,
	"told_cleared_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "digests" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"day" date NOT NULL,
	"content" jsonb NOT NULL,
	"made_at" timestamp with time zone NOT NULL,
	"emailed_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "users" ADD COLUMN "digest" text DEFAULT 'none' NOT NULL;--> statement-breakpoint
ALTER TABLE "digests" ADD CONSTRAINT "digests_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "alarms_open" ON "alarms" USING btree ("kind","subject") WHERE "alarms"."cleared_at" is null;--> statement-breakpoint
CREATE INDEX "alarms_untold" ON "alarms" USING btree ("id") WHERE "alarms"."told_raised_at" is null or ("alarms"."cleared_at" is not null and "alarms"."told_cleared_at" is null);--> statement-breakpoint
CREATE UNIQUE INDEX "digests_day" ON "digests" USING btree ("owner_id","day");--> statement-breakpoint
CREATE INDEX "digests_made" ON "digests" USING btree ("made_at");--> statement-breakpoint
CREATE INDEX "autotasks_deleted" ON "autotasks" USING btree ("deleted_at") WHERE "autotasks"."deleted_at" is not null;--> statement-breakpoint
CREATE INDEX "conversations_deleted" ON "conversations" USING btree ("deleted_at") WHERE "conversations"."deleted_at" is not null;--> statement-breakpoint
CREATE INDEX "tasks_deleted" ON "tasks" USING btree ("deleted_at") WHERE "tasks"."deleted_at" is not null;--> statement-breakpoint
CREATE INDEX "sessions_expired" ON "sessions" USING btree ("expires_at");--> statement-breakpoint
CREATE INDEX "users_digest" ON "users" USING btree ("digest") WHERE "users"."digest" <> 'none';--> statement-breakpoint
CREATE INDEX "verifications_expired" ON "verifications" USING btree ("expires_at");