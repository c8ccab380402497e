"""Who is who (wie is wie): organisations for everybody, people for professionals."""
