"""How passwords are hashed: Argon2id with the memory and the passes that OWASP advises (19 MiB, 2 passes, 1 lane).

Django's own setting takes 100 MiB and eight lanes: a handful of people signing in at once would fill a small server.
"""

from django.contrib.auth.hashers import Argon2PasswordHasher


class Argon2id(Argon2PasswordHasher):
    memory_cost = 19 * 1024  # KiB
    time_cost = 2
    parallelism = 1
