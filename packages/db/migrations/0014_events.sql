CREATE TABLE "event_feeds" (
	"owner_id" uuid PRIMARY KEY NOT NULL,
	"token_hash" text NOT NULL,
	"made_at" timestamp with time zone DEFAULT now() NOT NULL,
	"read_at" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "events" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"uid" text NOT NULL,
	"name" text NOT NULL,
	"all_day" boolean NOT NULL,
	"start" timestamp without time zone NOT NULL,
	"end" timestamp without time zone,
	"time_zone" text,
	"starts_at" timestamp with time zone NOT NULL,
	"ends_at" timestamp with time zone NOT NULL,
	"venue" text,
	"link" text,
	"cost" numeric,
	"currency" text,
	"attending" text NOT NULL,
	"reminder" integer,
	"notes" text,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	"search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('simple', name), 'A') || setweight(to_tsvector('simple', coalesce(venue, '')), 'B') || setweight(to_tsvector('simple', coalesce(notes, '')), 'B')) STORED
);
--> statement-breakpoint
ALTER TABLE "event_feeds" ADD CONSTRAINT "event_feeds_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "events" ADD CONSTRAINT "events_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "event_feeds_token" ON "event_feeds" USING btree ("token_hash");--> statement-breakpoint
CREATE UNIQUE INDEX "events_uid" ON "events" USING btree ("owner_id","uid");--> statement-breakpoint
CREATE INDEX "events_time" ON "events" USING btree ("owner_id","starts_at","id","ends_at") WHERE "events"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "events_reminders" ON "events" USING btree ("owner_id","starts_at") WHERE "events"."reminder" is not null and "events"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "events_tags" ON "events" USING gin ("tags");--> statement-breakpoint
CREATE INDEX "events_search" ON "events" USING gin ("search");--> statement-breakpoint
CREATE INDEX "events_deleted" ON "events" USING btree ("deleted_at") WHERE "events"."deleted_at" is not null;