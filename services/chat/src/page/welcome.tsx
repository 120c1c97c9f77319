const EXAMPLES = ['What is due this week?', 'Add buy milk tomorrow #errands', 'Water plants every Friday']

/** The empty page: what the chat is for, and the first step. The buttons are of the composer's form: no script needed. */
export function Welcome({ id, model, onAsk }: { id: string; model: string | null; onAsk: (text: string) => void }) {
  return (
    <div className="welcome">
      <h2>Ask, and it is done</h2>
      <p className="quiet">
        Add tasks in plain words, find them, and tick them off.
        {model === null && ' No language model is set up, so plain requests like these are understood:'}
      </p>
      <ul className="examples">
        {EXAMPLES.map((text) => (
          <li key={text}>
            <button
              type="submit"
              form={`ask-${id}`}
              name="text"
              value={text}
              className="example"
              onClick={(event) => {
                event.preventDefault()
                onAsk(text)
              }}
            >
              {text}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
