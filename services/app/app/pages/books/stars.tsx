import classes from './stars.module.css'

const wordsFor = (rating: number) => `${rating / 2} of 5 stars`

/** A rating in half stars, to look at. */
export function Stars({ rating }: { rating: number }) {
  return (
    <span className={classes.shown} role="img" aria-label={wordsFor(rating)} title={wordsFor(rating)}>
      <span className={classes.filled} style={{ width: `${rating * 10}%` }} />
    </span>
  )
}

/** Five stars of two halves each, to choose from; works without scripts. */
export function StarsField({ rating }: { rating: number | null }) {
  return (
    <fieldset className={classes.field}>
      <legend>Rating</legend>
      <div className={classes.row}>
        <div className={classes.halves}>
          {Array.from({ length: 10 }, (_, index) => index + 1).map((value) => (
            <label key={value} className={classes.half} title={wordsFor(value)}>
              <input
                type="radio"
                name="rating"
                value={value}
                aria-label={wordsFor(value)}
                defaultChecked={value === rating}
              />
              <span />
            </label>
          ))}
        </div>
        <label className={classes.none}>
          <input type="radio" name="rating" value="" defaultChecked={rating === null} />
          <span>Not rated</span>
        </label>
      </div>
    </fieldset>
  )
}
