"""Moving pictures of a period, as GIF, WebP or MP4: small enough to send in a chat."""
