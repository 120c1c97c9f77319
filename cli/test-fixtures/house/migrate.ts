console.log(`migrating ${process.env.DATABASE_URL}`)
