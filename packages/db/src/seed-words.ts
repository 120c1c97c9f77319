// What people's lists are made of. Parts are combined, so that a million names are not ten repeated.

export const CATEGORIES = ['Home', 'Work', 'Personal', 'Errands', 'Health', 'Money', 'Garden', 'Family'] as const

export const ACTIONS: Record<(typeof CATEGORIES)[number], string[]> = {
  Home: ['Clean', 'Repair', 'Paint', 'Sort out', 'Descale', 'Measure', 'Replace'],
  Work: ['Write', 'Review', 'Prepare', 'Send', 'Discuss', 'Finish', 'Plan'],
  Personal: ['Read', 'Call', 'Write to', 'Plan', 'Look up', 'Practise', 'Think about'],
  Errands: ['Buy', 'Pick up', 'Return', 'Order', 'Post', 'Collect', 'Exchange'],
  Health: ['Book', 'Ask about', 'Renew', 'Try', 'Go to', 'Prepare for', 'Move'],
  Money: ['Pay', 'Check', 'Compare', 'Cancel', 'File', 'Transfer', 'Ask for'],
  Garden: ['Water', 'Cut back', 'Plant', 'Repot', 'Weed', 'Feed', 'Harvest'],
  Family: ['Call', 'Visit', 'Find a present for', 'Invite', 'Write to', 'Cook for', 'Pick up'],
}

export const THINGS: Record<(typeof CATEGORIES)[number], string[]> = {
  Home: ['the kettle', 'the bathroom tap', 'the hall', 'the bookshelf', 'the cellar', 'the bike', 'the windows'],
  Work: ['the quarterly report', 'the slides', 'the offer', 'the minutes', 'the roadmap', 'the budget', 'the review'],
  Personal: ['the Spanish lesson', 'Jonas', 'the novel', 'the summer trip', 'the piano piece', 'Mina', 'the museum'],
  Errands: ['milk and bread', 'the parcel', 'light bulbs', 'the prescription', 'stamps', 'paint', 'the shoes'],
  Health: ['the dentist', 'the eye test', 'physiotherapy', 'the vaccination', 'swimming', 'the check-up', 'yoga'],
  Money: [
    'the electricity bill',
    'the tax return',
    'the insurance',
    'the rent',
    'the subscription',
    'the refund',
    'savings',
  ],
  Garden: ['the tomatoes', 'the roses', 'the herbs', 'the apple tree', 'the balcony', 'the lawn', 'the peas'],
  Family: ['Grandma', 'Leo', 'the twins', 'Aunt Ruth', 'Mum and Dad', 'the cousins', 'Noor'],
}

export const ENDINGS = [
  '',
  '',
  '',
  '',
  ' before the weekend',
  ' again',
  ' (short)',
  ' with Sam',
  ' – second try',
  ' for May',
]

export const NOTES = [
  'Ask what it costs first.',
  'The number is on the back of the last letter.\nAfter 14:00 only.',
  'See https://example.org/how-to for the steps.',
  'Not urgent, but it keeps coming up.',
  'Bring the receipt – and a bag.',
]
