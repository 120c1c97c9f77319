CREATE TABLE "highlights" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"article_id" uuid NOT NULL,
	"quote" text NOT NULL,
	"before" text NOT NULL,
	"after" text NOT NULL,
	"position" integer NOT NULL,
	"note" text,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	"search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('simple', quote), 'A') || setweight(to_tsvector('simple', coalesce(note, '')), 'B')) STORED
);
--> statement-breakpoint
ALTER TABLE "highlights" ADD CONSTRAINT "highlights_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "highlights" ADD CONSTRAINT "highlights_article_id_articles_id_fk" FOREIGN KEY ("article_id") REFERENCES "public"."articles"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "highlights_article" ON "highlights" USING btree ("article_id","position");--> statement-breakpoint
CREATE INDEX "highlights_newest" ON "highlights" USING btree ("owner_id","created_at","id") WHERE "highlights"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "highlights_search" ON "highlights" USING gin ("search");--> statement-breakpoint
CREATE INDEX "highlights_deleted" ON "highlights" USING btree ("deleted_at") WHERE "highlights"."deleted_at" is not null;