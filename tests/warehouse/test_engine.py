import sqlite3
import threading
from pathlib import Path

from sqlalchemy import text

from warehouse.engine import connect


def test_a_new_file_that_someone_writes_to_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "new.sqlite"
    other = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
    other.execute("BEGIN IMMEDIATE")
    other.execute("CREATE TABLE t (x)")
    ends = threading.Timer(0.5, other.execute, ["COMMIT"])
    ends.start()
    with connect(f"sqlite:///{path}").connect() as connection:
        assert connection.execute(text("PRAGMA journal_mode")).scalar_one() == "wal"
        assert connection.execute(text("SELECT count(*) FROM t")).scalar_one() == 0
    ends.join()
    other.close()
