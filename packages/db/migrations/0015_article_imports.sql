CREATE TABLE "article_imports" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"name" text NOT NULL,
	"content" text,
	"state" text DEFAULT 'waiting' NOT NULL,
	"format" text,
	"total" integer,
	"done" integer DEFAULT 0 NOT NULL,
	"added" integer DEFAULT 0 NOT NULL,
	"known" integer DEFAULT 0 NOT NULL,
	"faults" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"fault_count" integer DEFAULT 0 NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"finished_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "article_imports" ADD CONSTRAINT "article_imports_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "article_imports_newest" ON "article_imports" USING btree ("owner_id","id");--> statement-breakpoint
CREATE INDEX "article_imports_open" ON "article_imports" USING btree ("id") WHERE "article_imports"."state" in ('waiting', 'running');