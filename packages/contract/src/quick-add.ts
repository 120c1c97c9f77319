/** What one typed line means: "water plants every friday #home". */
export interface QuickAdd {
  /** The line without what was understood. */
  name: string
  dueDay: string | null
  /** RFC 5545 recurrence rule; the line then makes an autotask. */
  rule: string | null
  /** `every!` counts from the last completion, `every` from the due day. */
  repeatFrom: 'due' | 'completion'
  /** As the person's list spells it, or as typed when it is new. */
  category: string | null
  /** What was understood, in order of appearance: offsets into the line, for showing it. */
  understood: { kind: 'day' | 'rule' | 'category'; start: number; end: number; text: string }[]
}

export interface QuickAddContext {
  /** The person's day, YYYY-MM-DD. */
  today: string
  /** The person's categories. */
  categories: string[]
}

/** Reads one line of quick add. Never fails: what it does not understand is the name. */
export function parseQuickAdd(line: string, context: QuickAddContext): QuickAdd {
  void context
  return { name: line.trim(), dueDay: null, rule: null, repeatFrom: 'due', category: null, understood: [] }
}
