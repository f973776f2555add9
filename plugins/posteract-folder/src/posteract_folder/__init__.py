"""Folders of films and shows as a media server: reads NFO files and videos, writes poster.jpg, fanart.jpg …"""
