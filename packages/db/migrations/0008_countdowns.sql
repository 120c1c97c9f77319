CREATE TABLE "countdowns" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"name" text NOT NULL,
	"notes" text,
	"day" date NOT NULL,
	"rule" text,
	"unit" text NOT NULL,
	"hue" integer NOT NULL,
	"next_day" date NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	"search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('simple', name), 'A') || setweight(to_tsvector('simple', coalesce(notes, '')), 'B')) STORED
);
--> statement-breakpoint
ALTER TABLE "countdowns" ADD CONSTRAINT "countdowns_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "countdowns_next" ON "countdowns" USING btree ("owner_id","next_day","id") WHERE "countdowns"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "countdowns_yearly" ON "countdowns" USING btree ("owner_id","next_day") WHERE "countdowns"."rule" is not null and "countdowns"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "countdowns_search" ON "countdowns" USING gin ("search");--> statement-breakpoint
CREATE INDEX "countdowns_deleted" ON "countdowns" USING btree ("deleted_at") WHERE "countdowns"."deleted_at" is not null;