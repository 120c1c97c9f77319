CREATE TABLE "habit_check_ins" (
	"habit_id" uuid NOT NULL,
	"owner_id" uuid NOT NULL,
	"day" date NOT NULL,
	"state" text NOT NULL,
	"amount" numeric,
	"target" numeric,
	"unit" text,
	"note" text,
	"name" text NOT NULL,
	"time_zone" text NOT NULL,
	"at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "habit_check_ins_habit_id_day_pk" PRIMARY KEY("habit_id","day")
);
--> statement-breakpoint
CREATE TABLE "habits" (
	"id" uuid PRIMARY KEY NOT NULL,
	"owner_id" uuid NOT NULL,
	"name" text NOT NULL,
	"notes" text,
	"category" text,
	"schedule" text NOT NULL,
	"weekdays" smallint[] DEFAULT '{}' NOT NULL,
	"times_a_week" integer DEFAULT 1 NOT NULL,
	"every_days" integer DEFAULT 1 NOT NULL,
	"target" numeric,
	"unit" text,
	"start_day" date NOT NULL,
	"paused" boolean DEFAULT false NOT NULL,
	"pauses" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"next_day" date NOT NULL,
	"streak" integer DEFAULT 0 NOT NULL,
	"best_streak" integer DEFAULT 0 NOT NULL,
	"streak_until" date NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"updated_at" timestamp with time zone DEFAULT now() NOT NULL,
	"deleted_at" timestamp with time zone,
	"search" "tsvector" GENERATED ALWAYS AS (setweight(to_tsvector('simple', name), 'A') || setweight(to_tsvector('simple', coalesce(notes, '')), 'B')) STORED
);
--> statement-breakpoint
ALTER TABLE "habit_check_ins" ADD CONSTRAINT "habit_check_ins_habit_id_habits_id_fk" FOREIGN KEY ("habit_id") REFERENCES "public"."habits"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "habit_check_ins" ADD CONSTRAINT "habit_check_ins_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "habits" ADD CONSTRAINT "habits_owner_id_users_id_fk" FOREIGN KEY ("owner_id") REFERENCES "public"."users"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "habits" ADD CONSTRAINT "habits_category" FOREIGN KEY ("owner_id","category") REFERENCES "public"."categories"("owner_id","name") ON DELETE no action ON UPDATE cascade;--> statement-breakpoint
CREATE INDEX "habit_check_ins_day" ON "habit_check_ins" USING btree ("owner_id","day");--> statement-breakpoint
CREATE INDEX "habits_list" ON "habits" USING btree ("owner_id",lower(coalesce("category", '')),"id") WHERE "habits"."deleted_at" is null;--> statement-breakpoint
CREATE INDEX "habits_left" ON "habits" USING btree ("owner_id","next_day") WHERE "habits"."deleted_at" is null and not "habits"."paused";--> statement-breakpoint
CREATE INDEX "habits_of_category" ON "habits" USING btree ("owner_id","category");--> statement-breakpoint
CREATE INDEX "habits_search" ON "habits" USING gin ("search");--> statement-breakpoint
CREATE INDEX "habits_deleted" ON "habits" USING btree ("deleted_at") WHERE "habits"."deleted_at" is not null;