CREATE TABLE "box_items" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"box_id" uuid,
	"name" text NOT NULL,
	"quantity" integer DEFAULT 1 NOT NULL,
	"notes" text,
	"essential" boolean DEFAULT false NOT NULL,
	"warm" boolean DEFAULT false NOT NULL,
	"liquid" boolean DEFAULT false NOT NULL,
	"photo_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	"search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('simple', name), 'A') || setweight(to_tsvector('simple', coalesce(notes, '')), 'B')) STORED
);
--> statement-breakpoint
CREATE TABLE "boxes" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"number" integer NOT NULL,
	"name" text NOT NULL,
	"size" text,
	"notes" text,
	"place_id" uuid,
	"photo_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	"search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('simple', number::text || ' ' || name), 'A') || setweight(to_tsvector('simple', coalesce(notes, '')), 'B')) STORED
);
--> statement-breakpoint
CREATE TABLE "places" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"name" text NOT NULL,
	"parent_id" uuid,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone
);
--> statement-breakpoint
ALTER TABLE "box_items" ADD CONSTRAINT "box_items_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "box_items" ADD CONSTRAINT "box_items_box_id_boxes_id_fk" FOREIGN KEY ("box_id") REFERENCES "public"."boxes"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "box_items" ADD CONSTRAINT "box_items_photo_id_files_id_fk" FOREIGN KEY ("photo_id") REFERENCES "public"."files"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "boxes" ADD CONSTRAINT "boxes_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "boxes" ADD CONSTRAINT "boxes_place_id_places_id_fk" FOREIGN KEY ("place_id") REFERENCES "public"."places"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "boxes" ADD CONSTRAINT "boxes_photo_id_files_id_fk" FOREIGN KEY ("photo_id") REFERENCES "public"."files"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "places" ADD CONSTRAINT "places_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "places" ADD CONSTRAINT "places_parent_id_places_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."places"("id") ON DELETE set null ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "box_items_box" ON "box_items" USING btree ("box_id");--> statement-breakpoint
CREATE INDEX "box_items_created" ON "box_items" USING btree ("owner_id","created_at","id");--> statement-breakpoint
CREATE INDEX "box_items_photo" ON "box_items" USING btree ("photo_id");--> statement-breakpoint
CREATE INDEX "box_items_search" ON "box_items" USING gin ("search");--> statement-breakpoint
CREATE INDEX "box_items_deleted" ON "box_items" USING btree ("deleted_at") WHERE "box_items"."deleted_at" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "boxes_number" ON "boxes" USING btree ("owner_id","number");--> statement-breakpoint
CREATE INDEX "boxes_place" ON "boxes" USING btree ("place_id");--> statement-breakpoint
CREATE INDEX "boxes_photo" ON "boxes" USING btree ("photo_id");--> statement-breakpoint
CREATE INDEX "boxes_search" ON "boxes" USING gin ("search");--> statement-breakpoint
CREATE INDEX "boxes_deleted" ON "boxes" USING btree ("deleted_at") WHERE "boxes"."deleted_at" is not null;--> statement-breakpoint
CREATE INDEX "places_created" ON "places" USING btree ("owner_id","created_at","id");--> statement-breakpoint
CREATE INDEX "places_parent" ON "places" USING btree ("parent_id");--> statement-breakpoint
CREATE INDEX "places_deleted" ON "places" USING btree ("deleted_at") WHERE "places"."deleted_at" is not null;