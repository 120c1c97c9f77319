import type { Mood } from '@ichrisbirch/contract/journal'
import { MOODS } from './mood.tsx'

/** A form's word as a mood; null for none. */
export const moodOf = (word: string): Mood | null => MOODS.find(({ mood }) => mood === word)?.mood ?? null
