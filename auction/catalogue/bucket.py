"""Pictures in a bucket of an S3-compatible store, for a house of several hosts. Needs the `s3` extra."""

from __future__ import annotations

from functools import cache
from io import BytesIO
from mimetypes import guess_type
from typing import Any, BinaryIO

from auction.catalogue.storage import NotOnShelf, fits

FOREVER = "public, max-age=31536000, immutable"


class BucketShelf:
    """Objects named `prefix/key/name`. The store takes an object whole or not at all."""

    def __init__(self, url: str, endpoint: str | None = None) -> None:
        self.bucket, _, prefix = url.removeprefix("s3://").partition("/")
        self.prefix = f"{prefix.rstrip('/')}/" if prefix else ""
        self._store = _client(endpoint)

    def put(self, key: str, name: str, content: bytes) -> None:
        kind = guess_type(name)[0] or "application/octet-stream"
        self._store.put_object(
            Bucket=self.bucket, Key=self._object(key, name), Body=content, ContentType=kind, CacheControl=FOREVER
        )

    def open(self, key: str, name: str) -> BinaryIO:
        return BytesIO(self.read(key, name))

    def read(self, key: str, name: str) -> bytes:
        try:
            found = self._store.get_object(Bucket=self.bucket, Key=self._object(key, name))
        except self._store.exceptions.NoSuchKey:
            raise NotOnShelf(key=key, name=name) from None
        content: bytes = found["Body"].read()
        return content

    def exists(self, key: str, name: str) -> bool:
        wanted = self._object(key, name)
        found = self._store.list_objects_v2(Bucket=self.bucket, Prefix=wanted, MaxKeys=1)
        return any(one["Key"] == wanted for one in found.get("Contents", ()))

    def delete(self, key: str) -> None:
        fits(key)
        whole = f"{self.prefix}{key}/"
        for page in self._store.get_paginator("list_objects_v2").paginate(Bucket=self.bucket, Prefix=whole):
            if names := [{"Key": one["Key"]} for one in page.get("Contents", ())]:
                self._store.delete_objects(Bucket=self.bucket, Delete={"Objects": names, "Quiet": True})

    def _object(self, key: str, name: str) -> str:
        fits(key, name)
        return f"{self.prefix}{key}/{name}"


@cache
def _client(endpoint: str | None) -> Any:
    """One client for all threads; keys and region come from where the library looks for them."""
    import boto3
    from botocore.config import Config

    how = Config(
        connect_timeout=5,
        read_timeout=20,
        retries={"mode": "standard", "max_attempts": 3},
        s3={"addressing_style": "path"} if endpoint else {},
    )
    return boto3.client("s3", endpoint_url=endpoint, config=how)
