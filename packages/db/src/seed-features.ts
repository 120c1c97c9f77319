import type pg from 'pg'
import { FEATURE_WORDS } from './seed-feature-words.ts'
import { CATEGORIES } from './seed-words.ts'

interface FeatureSeed {
  owner: string
  /** As many of each feature. */
  others: number
  seed: number
  email: string
  today: string
}

/**
 * The same number of everything that a person keeps beside tasks, over the same years, by PostgreSQL itself: what a row
 * says follows from the seed's numbers and its place `n`, 1 for the newest, so that the same numbers give the same rows.
 */
export async function insertFeatures(client: pg.Client, { owner, others, seed, email, today }: FeatureSeed) {
  if (others === 0) return
  const said = client.escapeLiteral(`${seed} ${email} `)
  await client.query(`
    create or replace function pg_temp.chance(what text, n int) returns int immutable language sql as
      $$ select ('x' || substr(md5('${seed} ' || what || n), 1, 7))::bit(28)::int $$;
    create or replace function pg_temp.at_of(n int) returns timestamptz immutable language sql as
      $$ select '${today}T00:00:00Z'::timestamptz - n * interval '1500 days' / ${others} $$;
    create or replace function pg_temp.id_of(what text, n int) returns uuid immutable language sql as $$
      select (lpad(to_hex((extract(epoch from pg_temp.at_of(n)) * 1000)::bigint), 12, '0') || '7' ||
        substr(md5(${said} || what || n), 1, 3) || '8' || substr(md5(${said} || what || n), 4, 15))::uuid $$;
    create temp table life on commit drop as
      select n, '${owner}'::uuid as owner, '${today}'::date as today, ${others} as others,
        '${today}'::date - n * 1500 / ${others} as day, pg_temp.at_of(n) as at from generate_series(1, ${others}) n`)
  for (const [table, { columns, where = 'true', hasTimes = true }] of Object.entries(TABLES)) {
    const row = hasTimes ? { ...TIMES, ...columns } : columns
    const values = Object.values(row).join(', ')
    const names = Object.keys(row).join(', ')
    await client.query(`insert into ${table} (owner_id, ${names}) select owner, ${values} from life where ${where}`)
  }
}

/** One in fifty is deleted, where nothing stands in it. */
const TIMES = { created_at: 'at', updated_at: 'at', deleted_at: 'case when n % 50 = 49 then at end' }

/** SQL of one word of each list, chosen by the row's place; another `time` is another choice. */
function say(what: keyof typeof FEATURE_WORDS, time = ''): string {
  const lists: readonly (readonly string[])[] = FEATURE_WORDS[what]
  const chosen = lists.map(
    (words, index) => `${array(words)}[1 + pg_temp.chance('${what}${time} ${index} ', n) % ${words.length}]`,
  )
  return chosen.join(' || ')
}

/** The same of two lists, with each combination once before any comes again. */
function sayInTurn(what: keyof typeof FEATURE_WORDS): string {
  const [first = [], second = []]: readonly (readonly string[])[] = FEATURE_WORDS[what]
  const turn = `${array(first)}[1 + n % ${first.length}] || ${array(second)}[1 + n / ${first.length} % ${second.length}]`
  return `${turn} || case when n > ${first.length * second.length} then ', ' || ${say('subject')} else '' end`
}

const array = (words: readonly string[]) => `(array[${words.map((word) => `'${word}'`).join(', ')}])`
const named = (what: keyof typeof FEATURE_WORDS) => `${say(what)} || ', ' || ${say('subject')}`
const chance = (what: string, of: number) => `pg_temp.chance('${what} ', n) % ${of}`
const id = (table: string, n = 'n') => `pg_temp.id_of('${table}', ${n})`
const tags = `array[${say('tag')}]`
const category = `(array[${CATEGORIES.map((name) => `'${name}'`).join(', ')}])[1 + ${chance('category', CATEGORIES.length)}]`

/** Nobody has 20,000 habits to do today, nor reads 20,000 books at once: beyond the first few they are over. */
const HABITS = 12
const ofHabit = `(1 + (n - 1) % least(${HABITS}, others))`
const dayOfCheckIn = `today - 1 - (n - 1) / ${HABITS}`
const READING = 3
/** The house, its rooms, and their shelves. */
const PLACES = 40
const ROOMS = 6
/** 1 for the one that was made first. */
const PLACE = '(others - n + 1)'

const SHELF = `case when n <= ${READING} then 'reading' when ${chance('shelf', 3)} = 0 then 'to_read' else 'read' end`
const isBegun = `${chance('progress', 5)} = 0`
const starts = `(day + 60 + time '08:00' + ${chance('hour', 12)} * interval '1 hour')`
const ends = `(${starts} + interval '90 minutes')`
const sentence = say('sentence')
const PARAGRAPH = ['a', 'b', 'c', 'd'].map((time) => `${say('sentence', time)} || ' '`).join(' || ')
/** One pixel. */
const PNG =
  "decode('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==', 'base64')"

interface SeedTable {
  /** For each column SQL over `n`, `day`, `at`, `today`, `others`. */
  columns: Record<string, string>
  /** Absent: a row for each `n`. */
  where?: string
  /** False: it is part of another row, and made and deleted with it. */
  hasTimes?: false
}

/** In an order in which each refers to those before. */
const TABLES: Record<string, SeedTable> = {
  habits: {
    columns: {
      id: id('habits'),
      name: sayInTurn('habit'),
      category,
      schedule: "'daily'",
      // Begun before their first check-in.
      start_day: `least(day, today - others / ${HABITS} - 1)`,
      next_day: 'today',
      streak_until: 'today',
      streak: `least(4, others / ${HABITS})`,
      best_streak: `least(8, others / ${HABITS})`,
      paused: `n > ${HABITS}`,
      pauses: `case when n > ${HABITS} then jsonb_build_array(jsonb_build_object('from', day, 'to', null)) else '[]' end`,
    },
  },
  habit_check_ins: {
    hasTimes: false,
    columns: {
      habit_id: id('habits', ofHabit),
      day: dayOfCheckIn,
      // One day in nine is missed, so that the run up to today is of four days.
      state: `case when (n - 1) / ${HABITS} % 9 = 4 then 'open' else 'done' end`,
      name: "'As it was called then'",
      time_zone: "'UTC'",
      at: `(${dayOfCheckIn} + time '19:00') at time zone 'UTC'`,
    },
  },
  countdowns: {
    columns: {
      id: id('countdowns'),
      name: named('occasion'),
      day: 'today + (750 - n % 1500)',
      unit: "'days'",
      hue: `30 * (${chance('hue', 12)})`,
      next_day: 'today + (750 - n % 1500)',
    },
  },
  events: {
    columns: {
      id: id('events'),
      uid: "'seed-' || n",
      name: named('event'),
      all_day: 'false',
      start: starts,
      '"end"': ends,
      time_zone: "'UTC'",
      starts_at: `${starts} at time zone 'UTC'`,
      ends_at: `${ends} at time zone 'UTC'`,
      venue: say('venue'),
      attending: "'yes'",
      tags,
    },
  },
  articles: {
    columns: {
      id: id('articles'),
      url: "'https://seed.example/' || n",
      url_key: "'seed.example/' || n",
      title: named('article'),
      site: say('site'),
      author: say('author'),
      excerpt: sentence,
      html: `'<p>' || repeat(${sentence} || ' ', 30) || '</p>'`,
      text: `repeat(${sentence} || ' ', 30)`,
      minutes: `1 + ${chance('minutes', 30)}`,
      text_state: "'ready'",
      try_at: 'null',
      progress: `case when ${isBegun} then ${chance('percent', 100)} else 0 end`,
      opened_at: `case when ${isBegun} then at end`,
      archived_at: `case when ${chance('archived', 4)} > 0 then at end`,
      favoured_at: `case when ${chance('favoured', 20)} = 0 then at end`,
      saved_at: 'at',
      tags,
    },
  },
  highlights: {
    columns: {
      id: id('highlights'),
      article_id: id('articles'),
      // Of the text as it is seeded: the sentence's first words, at its beginning.
      quote: `left(${sentence}, 12)`,
      before: "''",
      after: `substr(${sentence}, 13, 20)`,
      position: '0',
      note: `case when ${chance('noted', 4)} = 0 then ${named('article')} end`,
    },
  },
  books: {
    columns: {
      id: id('books'),
      title: named('title'),
      author: say('author'),
      pages: `100 + ${chance('pages', 700)}`,
      year: `1950 + ${chance('year', 76)}`,
      shelf: SHELF,
      shelf_day: 'day',
      added_day: `case when ${SHELF} = 'to_read' then day else day - 30 end`,
      rating: `case when ${chance('rated', 2)} = 0 then 4 + ${chance('stars', 7)} end`,
      tags,
    },
  },
  book_readings: {
    hasTimes: false,
    columns: {
      id: id('book_readings'),
      book_id: id('books'),
      outcome: SHELF,
      start_day: `case when ${SHELF} = 'reading' then day else day - 20 end`,
      end_day: `case when ${SHELF} = 'read' then day end`,
      page: `case when ${SHELF} = 'reading' then 40 end`,
    },
    where: `${SHELF} <> 'to_read'`,
  },
  journal_entries: {
    columns: {
      id: id('journal_entries'),
      day: 'day',
      text: `${sentence} || E'\n\n' || ${PARAGRAPH}`,
      mood: `(array['okay', 'good', 'great', 'bad', null])[1 + ${chance('mood', 5)}]`,
      tags,
    },
  },
  files: {
    columns: {
      id: id('files'),
      name: "'photo ' || n || '.png'",
      type: "'image/png'",
      bytes: `length(${PNG})`,
      sha256: `encode(sha256(${PNG}), 'hex')`,
      width: '1',
      height: '1',
      content: PNG,
    },
    where: 'n % 100 = 0',
  },
  journal_photos: {
    hasTimes: false,
    columns: { entry_id: id('journal_entries'), file_id: id('files'), position: '0' },
    where: 'n % 100 = 0',
  },
  places: {
    columns: {
      id: id('places'),
      name: `case when ${PLACE} = 1 then 'House' when ${PLACE} <= 1 + ${ROOMS} then
        (array['Cellar', 'Attic', 'Garage', 'Kitchen', 'Hall', 'Study'])[${PLACE} - 1] else 'Shelf ' || ${PLACE} end`,
      deleted_at: 'null',
      parent_id: `case when ${PLACE} > 1 then
        ${id('places', `others - case when ${PLACE} <= 1 + ${ROOMS} then 0 else 1 + ${PLACE} % ${ROOMS} end`)} end`,
    },
    where: `${PLACE} <= ${PLACES}`,
  },
  boxes: {
    columns: {
      id: id('boxes'),
      number: 'others - n + 1',
      deleted_at: 'null',
      name: named('box'),
      place_id: id('places', `greatest(1, others - n % ${PLACES})`),
    },
  },
  box_items: {
    columns: {
      id: id('box_items'),
      box_id: id('boxes', `1 + ${chance('box', 1_000_000)} % others`),
      name: named('thing'),
      quantity: `1 + ${chance('quantity', 4)}`,
      warm: `${chance('warm', 9)} = 0`,
    },
  },
  money_wasted: {
    columns: {
      id: id('money_wasted'),
      name: named('waste'),
      amount: `round((100 + ${chance('amount', 9000)}) / 100.0, 2)`,
      currency: "'EUR'",
      wasted_day: 'day',
      bought_day: 'day - 7',
      reason: say('reason'),
      tags,
    },
  },
}
