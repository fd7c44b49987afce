from demo_home import home

__all__ = ["home"]
