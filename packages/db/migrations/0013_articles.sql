CREATE TABLE "articles" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"url" text NOT NULL,
	"url_key" text NOT NULL,
	"title" text NOT NULL,
	"is_own_title" boolean DEFAULT false NOT NULL,
	"site" text,
	"author" text,
	"excerpt" text,
	"language" text,
	"text_state" text DEFAULT 'waiting' NOT NULL,
	"reason" text,
	"attempts" integer DEFAULT 0 NOT NULL,
	"try_at" timestamp with time zone DEFAULT now(),
	"given_html" text,
	"html" text,
	"text" text,
	"minutes" integer,
	"notes" text,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"progress" integer DEFAULT 0 NOT NULL,
	"review_days" integer,
	"review_day" date,
	"saved_at" timestamp with time zone DEFAULT now() NOT NULL,
	"opened_at" timestamp with time zone,
	"read_at" timestamp with time zone,
	"archived_at" timestamp with time zone,
	"favoured_at" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	"search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('simple', title), 'A') || setweight(to_tsvector('simple', coalesce(site, '') || ' ' || coalesce(author, '') || ' ' || coalesce(left(notes, 100000), '')), 'B') || setweight(array_to_tsvector(tags), 'B') || setweight(to_tsvector('simple', left(coalesce(text, ''), 200000)), 'D')) STORED
);
--> statement-breakpoint
ALTER TABLE "articles" ADD CONSTRAINT "articles_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "articles_url" ON "articles" USING btree ("owner_id","url_key");--> statement-breakpoint
CREATE INDEX "articles_unread" ON "articles" USING btree ("owner_id","saved_at","id") WHERE "articles"."archived_at" is null and "articles"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "articles_in_progress" ON "articles" USING btree ("owner_id","opened_at","id") WHERE "articles"."progress" > 0 and "articles"."archived_at" is null and "articles"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "articles_favourites" ON "articles" USING btree ("owner_id","favoured_at","id") WHERE "articles"."favoured_at" is not null and "articles"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "articles_archive" ON "articles" USING btree ("owner_id","archived_at","id") WHERE "articles"."archived_at" is not null and "articles"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "articles_review" ON "articles" USING btree ("owner_id","review_day","id") WHERE "articles"."review_day" is not null and "articles"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "articles_all" ON "articles" USING btree ("owner_id","saved_at","id");--> statement-breakpoint
CREATE INDEX "articles_to_read" ON "articles" USING btree ("try_at") WHERE "articles"."try_at" is not null and "articles"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "articles_tags" ON "articles" USING gin ("tags");--> statement-breakpoint
CREATE INDEX "articles_search" ON "articles" USING gin ("search");--> statement-breakpoint
CREATE INDEX "articles_deleted" ON "articles" USING btree ("deleted_at") WHERE "articles"."deleted_at" is not null;