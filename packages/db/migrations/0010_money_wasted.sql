CREATE TABLE "money_wasted" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"name" text NOT NULL,
	"amount" numeric NOT NULL,
	"currency" text NOT NULL,
	"wasted_day" date NOT NULL,
	"bought_day" date,
	"reason" text,
	"notes" text,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	"search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('simple', name), 'A') || setweight(to_tsvector('simple', coalesce(reason, '')), 'B') || setweight(to_tsvector('simple', coalesce(notes, '')), 'B')) STORED
);
--> statement-breakpoint
ALTER TABLE "money_wasted" ADD CONSTRAINT "money_wasted_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "money_wasted_days" ON "money_wasted" USING btree ("owner_id","wasted_day","id") WHERE "money_wasted"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "money_wasted_tags" ON "money_wasted" USING gin ("tags");--> statement-breakpoint
CREATE INDEX "money_wasted_search" ON "money_wasted" USING gin ("search");--> statement-breakpoint
CREATE INDEX "money_wasted_deleted" ON "money_wasted" USING btree ("deleted_at") WHERE "money_wasted"."deleted_at" is not null;