// What people keep beside tasks. Parts are combined, so that thousands of names are not ten repeated.

const SUBJECTS =
  'anchor apple apron autumn bakery ballad barley basket beach bell bench bicycle birch blanket boat bottle bread bridge brush bucket butter button cabin candle canvas carpet castle cedar cello chalk cheese cherry chess chimney cinema clay clock cloud coat coffee compass copper coral cotton cradle cricket crystal curtain daisy dance desert diary dragon drum eagle earth elbow ember engine fabric falcon feather fence ferry fiddle field finger flame flute forest fountain fox frost garlic gate glacier glove goose granite grass guitar hammer harbour harvest hazel hedge honey horizon hotel island ivory jacket jar journey kite kitchen ladder lake lantern lemon letter library lily linen lion maple marble market meadow melon mirror moon mountain mushroom needle nest north oak ocean olive onion orange orchid oven owl paper peach pear pebble pencil pepper piano pillow pine plum pocket pond poppy quilt rabbit raven ribbon rice rope saddle salt sand scarf shell silk silver snow spoon spring star stone storm sugar summer table thread thunder tiger tower train tulip valley velvet violin walnut water wheel willow window winter wolf wool'.split(
    ' ',
  )

/** For each name, lists of which one word each is taken. */
export const FEATURE_WORDS = {
  // With as many words as people really use: PostgreSQL's planner guesses otherwise how often a beginning of a word occurs.
  subject: [SUBJECTS],
  habit: [
    ['Stretch', 'Read', 'Walk', 'Practise Spanish', 'Write', 'Play the piano', 'Meditate', 'Drink water', 'Tidy up'],
    ['', ' in the morning', ' after lunch', ' before bed', ' without a phone', ' outside'],
  ],
  occasion: [
    ['Summer', 'Wedding', 'New flat', 'Marathon', 'Exam', 'Concert', 'Grandma’s visit', 'Leo’s birthday', 'Jubilee'],
    ['', ' by the sea', ' in Lisbon', ' with the twins', ', finally', ' at last', ' in the mountains'],
  ],
  event: [
    ['Dinner', 'Concert', 'Parents’ evening', 'Check-up', 'Lunch', 'Exhibition', 'Football', 'Choir', 'Book club'],
    [' with Ana', ' with the neighbours', ' with Sam', '', ' and a walk', ' with the team', ' for Noor'],
  ],
  venue: [['Town hall', 'Café Central', 'Museum of Glass', 'Riverside', 'Room 12', 'Grand Theatre', 'At home']],
  article: [
    ['How to', 'Why we', 'The art to', 'What it takes to', 'A year of trying to', 'When to', 'The quiet way to'],
    [' repair', ' remember', ' grow', ' understand', ' live with', ' sell', ' draw', ' measure', ' give up'],
    [' rivers', ' old bread', ' small cities', ' clocks', ' a garden', ' good maps', ' silence', ' bicycles', ' bees'],
  ],
  site: [['Slow Letters', 'The Commons', 'Field Notes', 'Harbour Review', 'Plain Science', 'The Long Road']],
  title: [
    ['The', 'A', 'Last', 'Notes on the', 'Beyond the', 'Letters from a', 'The Other'],
    [' Silent', ' Northern', ' Borrowed', ' Glass', ' Unfinished', ' Winter', ' Salt', ' Second', ' Hidden'],
    [' Orchard', ' House', ' Sea', ' Map', ' Year', ' Garden', ' City', ' Lighthouse', ' Room', ' River'],
  ],
  author: [
    ['Ines', 'Tomas', 'Ruth', 'Adaeze', 'Mikael', 'Yuki', 'Paolo', 'Hanna', 'Omar', 'Clara'],
    [' Berg', ' Okafor', ' Lindqvist', ' Moreau', ' Tanaka', ' Weiss', ' Rossi', ' Novak', ' Haddad'],
  ],
  tag: [['home', 'science', 'cooking', 'travel', 'work', 'novel', 'history', 'garden']],
  sentence: [
    ['Woke up early', 'Met Jonas by the canal', 'It rained all day', 'Long talk with Mum', 'A quiet morning'],
    [', and it was good', '; tired, but content', '. The tomatoes are ripe', ', then the tax return', '. Slept badly'],
    ['. Tomorrow the dentist.', '. Read until midnight.', '. Nothing else mattered.', '. I should do this more often.'],
  ],
  box: [
    ['Winter', 'Kitchen', 'Camping', 'Books', 'Cables', 'Christmas', 'Baby', 'Garden', 'Records', 'Tools'],
    [' clothes', ' things', ' I–III', ' for later', ' to give away', ' of Grandma', ''],
  ],
  thing: [
    ['Wool', 'Old', 'Blue', 'Spare', 'Small', 'Grandma’s', 'Broken', 'Good', 'Second'],
    [' blanket', ' lamp', ' pan', ' tent', ' charger', ' vase', ' scarf', ' kettle', ' clock', ' drill', ' soap'],
  ],
  waste: [
    ['Gym', 'Salad', 'Cinema ticket', 'Taxi', 'Headphones', 'Magazine', 'Course', 'Parking', 'Train ticket', 'Shirt'],
    ['', ' I forgot', ' that went bad', ' too late', ', twice', ' in the wrong size', ' nobody used'],
  ],
  reason: [['Forgotten', 'Went bad', 'Too late', 'Never used it', 'Bought twice']],
} satisfies Record<string, readonly (readonly string[])[]>
