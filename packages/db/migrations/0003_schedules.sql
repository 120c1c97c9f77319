CREATE TABLE "run_lines" (
	"run_id" uuid NOT NULL,
	"attempt" integer NOT NULL,
	"line" integer NOT NULL,
	"at" timestamp with time zone NOT NULL,
	"level" text NOT NULL,
	"message" text NOT NULL,
	CONSTRAINT "run_lines_run_id_attempt_line_pk" PRIMARY KEY("run_id","attempt","line")
);
--> statement-breakpoint
CREATE TABLE "runs" (
	"id" uuid PRIMARY KEY NOT NULL,
	"schedule" text NOT NULL,
	"scheduled_for" timestamp with time zone NOT NULL,
	"cause" text NOT NULL,
	"state" text DEFAULT 'waiting' NOT NULL,
	"attempt" integer DEFAULT 0 NOT NULL,
	"fence" integer DEFAULT 0 NOT NULL,
	"is_queued" boolean DEFAULT false NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	"started_at" timestamp with time zone,
	"finished_at" timestamp with time zone,
	"reason" text
);
--> statement-breakpoint
CREATE TABLE "schedules" (
	"name" text PRIMARY KEY NOT NULL,
	"job" text NOT NULL,
	"data" jsonb DEFAULT '{}'::jsonb NOT NULL,
	"title" text NOT NULL,
	"rule" text NOT NULL,
	"time_zone" text NOT NULL,
	"missed" text NOT NULL,
	"expect_within" integer NOT NULL,
	"retries" integer NOT NULL,
	"own_rule" text,
	"own_time_zone" text,
	"own_missed" text,
	"is_paused" boolean DEFAULT false NOT NULL,
	"is_listed" boolean DEFAULT true NOT NULL,
	"next_at" timestamp with time zone,
	"last_slot" timestamp with time zone,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "run_lines" ADD CONSTRAINT "run_lines_run_id_runs_id_fk" FOREIGN KEY ("run_id") REFERENCES "public"."runs"("id") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
ALTER TABLE "runs" ADD CONSTRAINT "runs_schedule_schedules_name_fk" FOREIGN KEY ("schedule") REFERENCES "public"."schedules"("name") ON DELETE cascade ON UPDATE no action;--> statement-breakpoint
CREATE UNIQUE INDEX "runs_slot" ON "runs" USING btree ("schedule","scheduled_for") WHERE "runs"."cause" <> 'person';--> statement-breakpoint
CREATE INDEX "runs_history" ON "runs" USING btree ("schedule","id");--> statement-breakpoint
CREATE INDEX "runs_unqueued" ON "runs" USING btree ("id") WHERE "runs"."state" = 'waiting' and not "runs"."is_queued";--> statement-breakpoint
CREATE INDEX "runs_open" ON "runs" USING btree ("id") WHERE "runs"."state" in ('waiting', 'running', 'failed');--> statement-breakpoint
CREATE INDEX "schedules_due" ON "schedules" USING btree ("next_at") WHERE "schedules"."next_at" is not null and "schedules"."is_listed" and not "schedules"."is_paused";