CREATE TABLE "book_readings" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"book_id" uuid NOT NULL,
	"outcome" text NOT NULL,
	"start_day" date,
	"end_day" date,
	"page" integer
);
--> statement-breakpoint
CREATE TABLE "books" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"title" text NOT NULL,
	"author" text,
	"isbn" text,
	"pages" integer,
	"year" integer,
	"shelf" text NOT NULL,
	"shelf_day" date NOT NULL,
	"rating" integer,
	"ownership" text,
	"lent_to" text,
	"tags" text[] DEFAULT '{}' NOT NULL,
	"review" text,
	"goodreads_id" text,
	"added_day" date NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	"search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('simple', title || ' ' || coalesce(author, '')), 'A') || setweight(to_tsvector('simple', coalesce(isbn, '')), 'A') || setweight(array_to_tsvector(tags), 'B') || setweight(to_tsvector('simple', coalesce(review, '')), 'C')) STORED
);
--> statement-breakpoint
ALTER TABLE "book_readings" ADD CONSTRAINT "book_readings_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "book_readings" ADD CONSTRAINT "book_readings_book_id_books_id_fk" FOREIGN KEY ("book_id") REFERENCES "public"."books"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "books" ADD CONSTRAINT "books_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "book_readings_book" ON "book_readings" USING btree ("book_id","id");--> statement-breakpoint
CREATE INDEX "book_readings_year" ON "book_readings" USING btree ("owner_id","end_day");--> statement-breakpoint
CREATE UNIQUE INDEX "book_readings_open" ON "book_readings" USING btree ("book_id") WHERE "book_readings"."outcome" = 'reading';--> statement-breakpoint
CREATE INDEX "books_shelf" ON "books" USING btree ("owner_id","shelf","shelf_day","id") WHERE "books"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "books_all" ON "books" USING btree ("owner_id","shelf_day","id");--> statement-breakpoint
CREATE INDEX "books_isbn" ON "books" USING btree ("owner_id","isbn");--> statement-breakpoint
CREATE INDEX "books_tags" ON "books" USING gin ("tags");--> statement-breakpoint
CREATE INDEX "books_search" ON "books" USING gin ("search");--> statement-breakpoint
CREATE INDEX "books_deleted" ON "books" USING btree ("deleted_at") WHERE "books"."deleted_at" is not null;