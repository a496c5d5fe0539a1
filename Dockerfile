# Two stages: what the service runs on is installed in one, and copied into a plain one.
FROM python:3.11-slim-bookworm AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
COPY scripts/make-venv /tmp/make-venv
RUN /tmp/make-venv python /venv
COPY requirements.txt /tmp/requirements.txt
RUN /venv/bin/pip install --require-hashes -r /tmp/requirements.txt
COPY diagnosis /app/diagnosis
COPY questionnaires /app/questionnaires
COPY knowledge /app/knowledge
COPY models /app/models
WORKDIR /app
# Content passes its gates here, once; the image starts from what was compiled.
RUN /venv/bin/python -m compileall -q diagnosis \
 && /venv/bin/python -c "from diagnosis.bootstrap import container; container()"

FROM python:3.11-slim-bookworm
# By these reports are printed as PDF and Word: the packages of scripts/install-pango.
RUN apt-get update -qq \
 && apt-get install -y -qq --no-install-recommends \
      libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0 \
 && rm -rf /var/lib/apt/lists/*
RUN useradd --system --uid 10001 --no-create-home diagnosis \
 && mkdir /data && chown 10001:10001 /data
COPY --from=build /venv /venv
COPY --from=build /app /app
WORKDIR /app
ENV PATH=/venv/bin:$PATH PYTHONDONTWRITEBYTECODE=1 PYTHONUNBUFFERED=1 \
    OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1 DIAGNOSIS_DATA_DIR=/data
USER 10001:10001
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=15s --timeout=4s --start-period=20s CMD ["python", "-c", \
  "import urllib.request as u; u.urlopen('http://127.0.0.1:8000/health/ready', timeout=3)"]
# Run it with a read-only root: `docker run --read-only --tmpfs /tmp -p 8000:8000 IMAGE`.
CMD ["python", "-m", "diagnosis", "serve", "--host", "0.0.0.0", "--port", "8000"]
