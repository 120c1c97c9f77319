import classes from './write.module.css'

/** The photos of an entry; what is unticked is no longer shown with it. */
export function KeptPhotos({ ids }: { ids: string[] }) {
  if (ids.length === 0) return null
  return (
    <ul className={classes.photos} aria-label="Photos">
      {ids.map((id, index) => (
        <li key={id}>
          <label>
            <img src={`/photos/${id}`} alt="" width={140} height={140} />
            <span>
              <input type="checkbox" name="photo" value={id} defaultChecked /> Keep photo {index + 1}
            </span>
          </label>
        </li>
      ))}
    </ul>
  )
}
