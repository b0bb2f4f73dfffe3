# One image for every Airflow component: the project and its locked dependencies.
FROM python:3.11-slim-trixie

ENV PIP_NO_CACHE_DIR=1 \
    PIP_DISABLE_PIP_VERSION_CHECK=1 \
    PYTHONUNBUFFERED=1 \
    AIRFLOW_HOME=/opt/airflow \
    AIRFLOW__CORE__DAGS_FOLDER=/opt/gongkai/dags \
    AIRFLOW__CORE__LOAD_EXAMPLES=False

# pg_dump for `gongkai backup`, of the release of the server in docker-compose.yml; what reads DOC files, and RAR and 7z.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client-17 libarchive13t64 \
        libreoffice-writer-nogui \
    && rm -rf /var/lib/apt/lists/*

WORKDIR /opt/gongkai
COPY requirements.txt ./
RUN pip install --no-deps -r requirements.txt

COPY . .
# A new volume takes the owner of the folder that it is mounted on.
RUN pip install --no-deps --editable . \
    && useradd --uid 50000 --create-home airflow \
    && mkdir -p /opt/airflow/logs /data \
    && chown -R airflow /opt/airflow /data
USER airflow

CMD ["gongkai", "--help"]
